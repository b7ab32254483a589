import pc from "picocolors";
import * as z from "zod";
import { functions } from "../functions/registry/functions.ts";
import type { LogLine } from "./log-line.ts";

const width = Math.max(...functions.map(({ name }) => name.length));
const ErrorField = z.object({ name: z.string(), message: z.string(), stack: z.string().optional() });

/** A log line for a person: time, function, level, message and fields; an error's stack below it. */
export function showLogLine({ at, functionName, level, message, fields, requestId }: LogLine): string {
  const stacks: string[] = [];
  const shown = Object.entries(fields).map(([name, value]) => {
    const error = ErrorField.safeParse(value).data;
    if (error?.stack !== undefined) stacks.push(error.stack.replaceAll(/^/gm, "    "));
    return `${pc.dim(`${name}=`)}${error ? `${error.name}: ${error.message}` : showValue(value)}`;
  });
  const request = requestId === undefined ? [] : [pc.dim(`requestId=${requestId}`)];
  const start = [pc.dim(at), pc.cyan(functionName.padEnd(width)), colored(level.padEnd(5), level), message];
  return [[...start, ...shown, ...request].join("  "), ...stacks.map((stack) => pc.dim(stack))].join("\n");
}

function showValue(value: unknown): string {
  return typeof value === "string" && /^\S+$/.test(value) ? value : JSON.stringify(value);
}

function colored(text: string, level: string): string {
  if (level === "ERROR" || level === "CRITICAL") return pc.red(text);
  return level === "WARN" ? pc.yellow(text) : text;
}
