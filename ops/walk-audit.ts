import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { ClearError } from "../local/terminal/clear-error.ts";

const Violation = z.object({ invariant: z.string(), subject: z.string(), detail: z.string() });
const Report = z.object({
  checkedProducts: z.number(),
  checkedOrders: z.number(),
  violations: z.array(Violation),
  unsettled: z.array(z.string()),
  nextCursor: z.string().nullable(),
});

/** One step of an audit, as the API answers with it. */
export type Report = z.infer<typeof Report>;

export interface AuditTarget {
  /** The API's URL, up to and with its stage. */
  readonly url: string;
  /** A staff token. */
  readonly token: string;
  /** Where to go on; the beginning by default. */
  readonly cursor: string | undefined;
  /** Ends the walk. */
  readonly signal: AbortSignal;
}

/** A step that is answered with 429 or 5xx, or with nothing, is asked for again so often. */
const TRIES = 4;
/** Longer than the longest step: it counts for up to 15 s. */
const PATIENCE_MS = 30_000;

/** Walks through all that is to be checked, step by step. @throws ClearError where the API does not let us go on. */
export async function* walkAudit({ url, token, cursor, signal }: AuditTarget): AsyncGenerator<Report> {
  let next = cursor ?? null;
  do {
    const report = await askInsisting(stepUrl(url, next), token, signal);
    yield report;
    next = report.nextCursor;
  } while (next !== null);
}

function stepUrl(url: string, cursor: string | null): URL {
  const step = new URL(`${url.replace(/\/$/, "")}/admin/invariants`);
  if (cursor !== null) step.searchParams.set("cursor", cursor);
  return step;
}

async function askInsisting(url: URL, token: string, signal: AbortSignal): Promise<Report> {
  for (let tried = 1; ; tried++) {
    const answer = await ask(url, token, signal);
    if ("report" in answer) return answer.report;
    if (tried >= TRIES || !answer.mayPass) throw new ClearError(answer.trouble);
    await sleep(500 * 2 ** tried, undefined, { signal });
  }
}

type Answer = { readonly report: Report } | { readonly trouble: string; readonly mayPass: boolean };

async function ask(url: URL, token: string, signal: AbortSignal): Promise<Answer> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: patience });
    const body = await response.text();
    if (response.ok) return { report: Report.parse(JSON.parse(body)) };
    const mayPass = response.status === 429 || response.status >= 500;
    return { trouble: `${url.origin} answered ${response.status}: ${detailIn(body)}`, mayPass };
  } catch (error) {
    if (signal.aborted) throw error;
    return { trouble: `${url.origin} does not answer as the API would: ${reasonOf(error)}`, mayPass: true };
  }
}

const Problem = z.object({ detail: z.string() });

function detailIn(body: string): string {
  try {
    return Problem.parse(JSON.parse(body)).detail;
  } catch {
    return body.slice(0, 200);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
