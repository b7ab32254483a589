import { readPages, type Schemas, waybillClient } from "../client/client.ts";
import { apiError } from "./api-access.ts";

/** One step of an audit, as the API answers with it. */
export type AuditReport = Schemas["InvariantReport"];

export interface AuditTarget {
  /** The API's URL, up to and with its stage. */
  readonly url: string;
  /** An operator's token. */
  readonly token: string;
  /** Where to continue; the beginning by default. */
  readonly cursor: string | undefined;
  /** Ends the walk. */
  readonly signal: AbortSignal;
}

/** With the client's waits, six seconds pass before the last attempt of a step. */
const MAX_ATTEMPTS = 6;
/** Longer than the longest step: it counts for up to 15 s. */
const TIMEOUT_MS = 30_000;

/** Reads all reports of an audit, step by step. @throws ClearError where a step gets no report */
export async function* walkAudit({ url, token, cursor, signal }: AuditTarget): AsyncGenerator<AuditReport> {
  const api = waybillClient({ baseUrl: url, token, signal, timeoutMs: TIMEOUT_MS, maxAttempts: MAX_ATTEMPTS });
  try {
    yield* readPages((query) => api.GET("/admin/invariants", { params: { query } }), cursor);
  } catch (error) {
    if (signal.aborted) throw error;
    throw apiError(url, error);
  }
}
