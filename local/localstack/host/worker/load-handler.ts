import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./error-response.ts";

/** An async function handler: the only kind that Node 24 functions may have. */
export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Loads what `file.name` names in the function's folder, in the order in which Lambda looks.
 * @throws RuntimeError as Lambda names it, or whatever the function's module throws
 */
export async function loadHandler(folder: string, name: string): Promise<Handler> {
  const [, file, path] = /^([^.]+)\.(.+)$/.exec(basename(name)) ?? [];
  if (file === undefined || path === undefined || name.includes("..")) {
    throw new RuntimeError("MalformedHandlerName", `Bad handler ${name}`);
  }
  const base = join(folder, dirname(name), file);
  const found = ["", ".js", ".mjs", ".cjs"].map((extension) => base + extension).find((path) => existsSync(path));
  if (found === undefined) throw new RuntimeError("ImportModuleError", `Error: Cannot find module '${file}'`);
  const module = await importModule(found);
  const handler = property(module, path) ?? property(property(module, "default"), path);
  if (!isFunction(handler)) throw new RuntimeError("HandlerNotFound", `${name} is undefined or not exported`);
  if (handler.length > 2) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "Node 24 functions have no callback: the handler must be async, or return its result.",
    );
  }
  return handler;
}

async function importModule(path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError("UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    }
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("ImportModuleError", `Error: ${error.message}`);
    }
    throw error;
  }
}

function property(value: unknown, path: string): unknown {
  let inner = value;
  for (const key of path.split(".")) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = Reflect.get(inner, key);
  }
  return inner;
}

function isFunction(value: unknown): value is Handler {
  return typeof value === "function";
}
