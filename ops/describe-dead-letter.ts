import type { DeadLetter } from "./dead-letters.ts";

const longestLine = 160;
const mostLines = 4;

/** A message on a few lines: which it is, when it was sent, how often it was received, and how its body begins. */
export function describeDeadLetter({ id, body, sentAt, receiveCount }: DeadLetter): string {
  const received = receiveCount === 1 ? "received once" : `received ${receiveCount} times`;
  const lines = body
    .trim()
    .split("\n")
    .flatMap((line) => line.match(new RegExp(`.{1,${longestLine}}`, "g")) ?? [""]);
  const shown = lines.slice(0, mostLines).map((line) => `    ${line}`);
  if (lines.length > mostLines) shown.push("    …");
  return [`${id}  sent ${sentAt.toISOString()}, ${received}`, ...shown].join("\n");
}
