import { setTimeout as sleep } from "node:timers/promises";
import type { Issuer } from "../../local/issuer.ts";
import type { Declared } from "./declared.ts";
import type { ExampleRequest, ProblemStep, Values } from "./step.ts";

/** The stack that requests are sent to. */
export interface Stack {
  readonly apiUrl: string;
  readonly token: Issuer["token"];
}

export interface ExampleAnswer {
  readonly status: number;
  /** Without parameters. */
  readonly mediaType: string;
  readonly text: string;
}

/** Sends a request as its example says, once. */
export async function sendRequest(
  { apiUrl, token }: Stack,
  { method, path }: Pick<Declared, "method" | "path">,
  request: ExampleRequest & Partial<Pick<ProblemStep, "text" | "hasNoRole">>,
): Promise<ExampleAnswer> {
  const { by, body, text = body === undefined ? undefined : JSON.stringify(body), hasNoRole = false } = request;
  const claims = hasNoRole ? { claims: { role: "none" } } : {};
  const headers = {
    ...(text !== undefined && { "Content-Type": "application/json" }),
    ...inText(request.headers),
    ...(by && { Authorization: `Bearer ${await token(by.role, by.subject, claims)}` }),
  };
  const query = new URLSearchParams(inText(request.query)).toString();
  const url = `${apiUrl}${fill(path, request.path)}${query && `?${query}`}`;
  const response = await fetch(url, { method, headers, ...(text !== undefined && { body: text }) });
  const [mediaType = ""] = (response.headers.get("content-type") ?? "").split(";");
  return { status: response.status, mediaType, text: await response.text() };
}

const WAIT_MS = 30_000;

/** Sends a request again until its answer is as expected: what follows an event takes a moment. @returns the last answer */
export async function sendUntil(
  send: () => Promise<ExampleAnswer>,
  isExpected: (answer: ExampleAnswer) => boolean,
): Promise<ExampleAnswer> {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const answer = await send();
    if (isExpected(answer) || Date.now() > end) return answer;
    await sleep(200);
  }
}

/** A path with the values of its parameters. */
export function fill(template: string, values: Values = {}): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}

function inText(values: Values = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
