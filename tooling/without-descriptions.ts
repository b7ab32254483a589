import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";
import ts from "typescript";

/**
 * Leaves what only the contract shows out of a function's code: the texts of `z.meta`, the descriptions of operations and
 * the schemas of their answers, which openapi.yaml has. They are 7 % of what a cold start of an API function reads.
 *
 * @param folder whose TypeScript files are read so
 */
export function withoutDescriptions(folder: string): Plugin {
  return {
    name: "without-descriptions",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.startsWith(folder)) return undefined;
        const text = await readFile(path, "utf8");
        return { contents: leaveOutDescriptions(text), loader: "ts" };
      });
    },
  };
}

/** A text of TypeScript without them. */
export function leaveOutDescriptions(text: string): string {
  if (!/\bz\.|\boperation\(/.test(text)) return text;
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest);
  return [...unusedSchemasIn(source), ...leftOutIn(source, source)]
    .toSorted((a, b) => b.pos - a.pos)
    .reduce((kept, { pos, end, by, isListed = false }) => {
      const rest = kept.slice(end);
      return kept.slice(0, pos) + (by ?? "") + (isListed ? rest.replace(/^\s*,/, "") : rest);
    }, text);
}

/** A part of a text, and what stands in its place; one of a list goes with the comma behind it. */
interface LeftOut extends ts.TextRange {
  readonly by?: string;
  readonly isListed?: boolean;
}

/** Says of each schema that a file declares that making it has no effect, so that the bundler leaves out those that nothing uses. */
function unusedSchemasIn(source: ts.SourceFile): LeftOut[] {
  const declared = source.statements.filter(ts.isVariableStatement).flatMap((one) => one.declarationList.declarations);
  return declared.flatMap(({ initializer }) => {
    if (!initializer || !/^z\s*\./.test(initializer.getText(source))) return [];
    const [start, end] = [initializer.getStart(source), initializer.end];
    return [
      { pos: start, end: start, by: "/* @__PURE__ */ (() => " },
      { pos: end, end, by: ")()" },
    ];
  });
}

function leftOutIn(node: ts.Node, source: ts.SourceFile): LeftOut[] {
  if (ts.isCallExpression(node) && isCheckOfMeta(node, source)) {
    const checked = node.expression.expression;
    return [...leftOutIn(checked, source), { pos: checked.end, end: node.end }];
  }
  const inside: LeftOut[] = [];
  ts.forEachChild(node, (child) => {
    inside.push(...leftOutIn(child, source));
  });
  const own = ts.isCallExpression(node) ? ownParts(node, source) : [];
  return [...own, ...inside.filter((one) => own.every(({ pos, end }) => one.pos < pos || one.end > end))];
}

type Check = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

/** Whether the call is `….check(z.meta({…}))`, which does nothing else. */
function isCheckOfMeta(call: ts.CallExpression, source: ts.SourceFile): call is Check {
  const { expression, arguments: given } = call;
  const isCheck = ts.isPropertyAccessExpression(expression) && expression.name.text === "check";
  return isCheck && given.length > 0 && given.every((one) => isMeta(one, source));
}

function isMeta(node: ts.Node, source: ts.SourceFile): boolean {
  return ts.isCallExpression(node) && node.expression.getText(source) === "z.meta";
}

const SHOWN_ONLY = new Set(["summary", "description"]);

function ownParts(call: ts.CallExpression, source: ts.SourceFile): LeftOut[] {
  if (isMeta(call, source)) return [{ pos: call.pos, end: call.end, isListed: true }];
  const [declared] = call.arguments;
  if (call.expression.getText(source) !== "operation" || !declared || !ts.isObjectLiteralExpression(declared))
    return [];
  return declared.properties.flatMap((property) => {
    const name = property.name?.getText(source) ?? "";
    if (SHOWN_ONLY.has(name)) return [{ pos: property.pos, end: property.end, isListed: true }];
    return name === "answers" && ts.isPropertyAssignment(property) ? schemasIn(property.initializer, source) : [];
  });
}

/** A function encodes an answer as JSON because it is declared by a schema, whatever that says. */
const ANY_SCHEMA = "{ _zod: 0 }";

/** The schemas of answers: constants, whose names begin with a capital, and pages of them. */
function schemasIn(answers: ts.Expression, source: ts.SourceFile): LeftOut[] {
  if (!ts.isObjectLiteralExpression(answers)) return [];
  return answers.properties.filter(ts.isPropertyAssignment).flatMap(({ initializer }) => {
    const { pos, end } = initializer;
    const isSchema = /^[A-Z]\w*$|^pageOf\([A-Z]\w*\)$/.test(initializer.getText(source));
    return isSchema ? [{ pos, end, by: ANY_SCHEMA }] : [];
  });
}
