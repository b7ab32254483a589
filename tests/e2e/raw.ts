import * as z from "zod";
import { ProblemError } from "../../client/client.ts";
import { cloud } from "./api.ts";
import { fetchChecked } from "./contract.ts";

/** Sends a request without the client: these bytes and headers, once. The answer is checked against openapi.yaml. */
export function raw(path: string, init: RequestInit = {}): Promise<Response> {
  return fetchChecked(new Request(`${cloud.apiUrl}${path}`, init));
}

export interface JsonRequest {
  readonly bearer: string;
  readonly body: unknown;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request with a JSON body, for `raw`. */
export function json(
  method: "POST" | "PUT" | "PATCH",
  { bearer, body, idempotencyKey, headers }: JsonRequest,
): RequestInit {
  return {
    method,
    headers: {
      Authorization: `Bearer ${bearer}`,
      "Content-Type": "application/json",
      ...(idempotencyKey !== undefined && { "Idempotency-Key": idempotencyKey }),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/** Sends an order once, under a key. */
export function postOrder(bearer: string, body: unknown, idempotencyKey: string): Promise<Response> {
  return raw("/orders", json("POST", { bearer, body, idempotencyKey }));
}

/** Whether the API answered with what an earlier request under the same key has made. */
export function isReplay(response: Response): boolean {
  return response.headers.get("Idempotent-Replayed") === "true";
}

const AnsweredOrder = z.looseObject({
  id: z.string(),
  customerId: z.string(),
  status: z.string(),
  failure: z.looseObject({ reason: z.string() }).optional(),
});
type AnsweredOrder = z.output<typeof AnsweredOrder>;

/** The order in an answer. @throws ProblemError where the answer is an error */
export async function orderIn(response: Response): Promise<AnsweredOrder> {
  const body = await response.json();
  if (!response.ok) throw new ProblemError(response, body);
  return AnsweredOrder.parse(body);
}

const Problem = z.object({
  status: z.number(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** The problem in an answer; the contract check has seen that it has the request's id. */
export async function problemIn(response: Response): Promise<z.output<typeof Problem>> {
  return Problem.parse(await response.json());
}

/** The paths of the invalid parts of the request. */
export async function pathsIn(response: Response): Promise<string[]> {
  return ((await problemIn(response)).errors ?? []).map(({ path }) => path);
}
