import { REPLACEMENT } from "./mutation.ts";

/** The name of a function, and how the name of its file ends, as in `ReplacedFunction`. */
export function functionNamed(name: string): { readonly name: string; readonly file: string } {
  const words = name.split(" ");
  return { name: words.at(-1) ?? "", file: words.slice(0, -1).join(" ") };
}

/** Finds the declaration of a function by its name. */
export function declarationOf(name: string): RegExp {
  return new RegExp(`^(export )?((?:async )?function )${name}(?=[<(])`, "m");
}

/** The source of a file in which calls of one of its functions run the replacement. */
export function withReplacement(source: string, name: string): string {
  const original = `${name}BeforeMutation`;
  let isExported = false;
  const renamed = source.replace(declarationOf(name), (_, exported: string | undefined, keywords: string) => {
    isExported = exported !== undefined;
    return `${keywords}${original}`;
  });
  const replacement = `function ${name}(...given) { return globalThis.${REPLACEMENT}(${original}, given); }`;
  return `${renamed}\n${isExported ? "export " : ""}${replacement}\n`;
}
