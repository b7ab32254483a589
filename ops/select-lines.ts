import type { LogLine } from "./log-line.ts";

/** The lines about an order: those that name it, and those of the same requests that name no other order. */
export function linesOfOrder(orderId: string, lines: readonly LogLine[]): LogLine[] {
  const requestIds = new Set(requestsOf(lines.filter(({ text }) => text.includes(orderId))));
  return lines.filter(({ text, requestId }) => {
    if (text.includes(orderId)) return true;
    return requestId !== undefined && requestIds.has(requestId) && !/\bord_\w+/.test(text);
  });
}

/** The lines that name a request: its own, and those of the functions that work on what it caused. */
export function linesOfRequest(requestId: string, lines: readonly LogLine[]): LogLine[] {
  return lines.filter(({ text }) => text.includes(requestId));
}

/** The requests, messages and sweeps that caused these lines. */
export function requestsOf(lines: readonly LogLine[]): string[] {
  return [...new Set(lines.flatMap(({ requestId }) => requestId ?? []))];
}

/** Each line once, the oldest first. */
export function inOrder(lines: readonly LogLine[]): LogLine[] {
  const once = new Map(lines.map((line) => [line.id, line]));
  return [...once.values()].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
