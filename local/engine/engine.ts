import * as z from "zod";

/** A running engine: a cloud on this machine. */
export interface Engine {
  /** Its name and version, for people. */
  name: string;
  kind: "MiniStack" | "LocalStack";
  /** Where its AWS API answers, for example `http://127.0.0.1:4577`. */
  endpoint: string;
  /** Where its output goes, when we started it. */
  logFile?: string;
  /** Set when it was killed the last time that it ran: what happened after this time is lost. */
  lostSince?: Date | undefined;
  /** Rejects when an engine that we started exits unexpectedly. */
  ended?: Promise<never>;
  /** Stops it if we started it, with all its processes; its state is written first. */
  stop(): Promise<void>;
}

/** What answers at an address: a known engine, an unknown program, or nothing. */
export type EngineIdentity = { kind: "MiniStack" | "LocalStack"; version: string } | { kind: "unknown" | "none" };

const Health = z.object({ services: z.record(z.string(), z.string()), version: z.string() });

/**
 * Identifies what answers at a loopback address. MiniStack also answers LocalStack's health path, so its own is asked first;
 * LocalStack has no such path.
 */
export async function identifyEngine(endpoint: string): Promise<EngineIdentity> {
  const own = await health(`${endpoint}/_ministack/health`);
  if (typeof own !== "string") return { kind: "MiniStack", version: own.version };
  if (own === "none") return { kind: "none" };
  const compatible = await localStackHealth(endpoint);
  return compatible ? { kind: "LocalStack", version: compatible.version } : { kind: "unknown" };
}

/** What LocalStack answers about itself once it is ready. */
export async function localStackHealth(endpoint: string): Promise<z.infer<typeof Health> | undefined> {
  const answer = await health(`${endpoint}/_localstack/health`);
  return typeof answer === "string" ? undefined : answer;
}

async function health(url: string): Promise<z.infer<typeof Health> | "none" | "unknown"> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: "error" });
  } catch (error) {
    const isSilent = error instanceof Error && error.name === "TimeoutError";
    return isSilent || !isRefused(error) ? "unknown" : "none";
  }
  if (!response.ok) return "unknown";
  const body = Health.safeParse(await response.json().catch(() => undefined));
  return body.success ? body.data : "unknown";
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}
