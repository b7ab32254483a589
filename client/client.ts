import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./api.generated.d.ts";
import { type RetrySettings, retryingFetch, type SendRequest } from "./retrying-fetch.ts";

export { newIdempotencyKey } from "./idempotency-key.ts";
export { readEntries, readPages } from "./pages.ts";
export { type Answer, dataOf, ProblemError, problemOf } from "./problem-error.ts";

/** The API's types by name: `Schemas["Order"]`. */
export type Schemas = components["schemas"];

/** One method per HTTP method; the path, parameters and body are checked by their types. */
export type WaybillClient = Client<paths>;

export interface WaybillClientOptions extends RetrySettings {
  /** The API's URL with its stage: "https://api.example/v1". */
  readonly baseUrl: string;
  /** The access token. A function is called before each attempt, so that it can return a renewed token. */
  readonly token: string | (() => string | Promise<string>);
  /** Aborts every call of this client. */
  readonly signal?: AbortSignal | undefined;
  /** @default globalThis.fetch */
  readonly fetch?: SendRequest;
}

/** A client of the Waybill API. A call answers with `data` or `error`; it throws only where no answer arrived. */
export function waybillClient({
  baseUrl,
  token,
  signal,
  fetch = globalThis.fetch,
  ...retry
}: WaybillClientOptions): WaybillClient {
  const sendAuthorized: SendRequest = async (request, init) => {
    request.headers.set("Authorization", `Bearer ${typeof token === "string" ? token : await token()}`);
    return fetch(request, init);
  };
  return createClient<paths>({
    baseUrl,
    fetch: retryingFetch(sendAuthorized, retry),
    ...(signal && { signal }),
  });
}
