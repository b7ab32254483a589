import type { DeadLetter } from "./dead-letters.ts";

const longestLine = 160;
const mostLines = 4;

/** A message on a few lines: which it is, when it was sent, how often it was received, and how it begins. */
export function describeDeadLetter({ id, body, attributes, sentAt, receiveCount }: DeadLetter): string {
  const received = receiveCount === 1 ? "received once" : `received ${receiveCount} times`;
  const lines = body
    .trim()
    .split("\n")
    .flatMap((line) => line.match(new RegExp(`.{1,${longestLine}}`, "g")) ?? [""]);
  const shown = lines.slice(0, mostLines).map((line) => `    ${line}`);
  if (lines.length > mostLines) shown.push("    …");
  const beside = Object.entries(attributes).map(([name, value]) => `    ${name}: ${value}`.slice(0, longestLine));
  return [`${id}  sent ${sentAt.toISOString()}, ${received}`, ...beside, ...shown].join("\n");
}
