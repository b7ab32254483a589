/** What differs between two runs: moments, and the ids of requests. */
const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g;

/** A body as text in which moments and request ids are the same in every run. */
export function timeless(body: unknown): string {
  return JSON.stringify(body, (key, value) => (key === "requestId" ? "<id>" : value)).replaceAll(MOMENT, "<moment>");
}

/** Whether two bodies differ in nothing but moments and request ids. */
export function isSameAnswer(one: unknown, other: unknown): boolean {
  return timeless(one) === timeless(other);
}
