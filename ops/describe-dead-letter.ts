import type { DeadLetter } from "./dead-letters.ts";

const MAX_LINE_LENGTH = 160;
const MAX_LINES = 4;

/** A message on a few lines: id, time sent, receive count, attributes, start of the body. */
export function describeDeadLetter({ id, body, attributes, sentAt, receiveCount }: DeadLetter): string {
  const received = receiveCount === 1 ? "received once" : `received ${receiveCount} times`;
  const lines = body
    .trim()
    .split("\n")
    .flatMap((line) => line.match(new RegExp(`.{1,${MAX_LINE_LENGTH}}`, "g")) ?? [""]);
  const shown = lines.slice(0, MAX_LINES).map((line) => `    ${line}`);
  if (lines.length > MAX_LINES) shown.push("    …");
  const beside = Object.entries(attributes).map(([name, value]) => `    ${name}: ${value}`.slice(0, MAX_LINE_LENGTH));
  return [`${id}  sent ${sentAt.toISOString()}, ${received}`, ...beside, ...shown].join("\n");
}
