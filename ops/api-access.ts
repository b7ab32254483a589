import { ProblemError } from "../client/client.ts";
import { isLoopback } from "../local/environment.ts";
import { openLocalIssuer } from "../local/issuer.ts";
import { readRunning } from "../local/running-record.ts";
import { ClearError, reasonOf } from "../local/terminal/clear-error.ts";

/** The API's URL that was given, or that of the running local one. @throws ClearError where there is none */
export async function apiUrl(given: string | undefined): Promise<string> {
  if (given === undefined) return runningUrl();
  if (!URL.canParse(given)) throw new ClearError(`"${given}" is not a URL: give one like http://localhost:4000/v1.`);
  return given;
}

async function runningUrl(): Promise<string> {
  const running = await readRunning();
  if (running) return running.apiUrl;
  throw new ClearError("No local Waybill is running: start one with npm start, or give --url and --token of another.");
}

/** A new operator's token for a local API. @throws ClearError for one that is on another machine */
export async function operatorToken(url: string, subject: string): Promise<string> {
  if (!isLoopback(url))
    throw new ClearError(`${url} is not on this machine: add --token with an operator's token for it.`);
  const issuer = await openLocalIssuer();
  return issuer.token("operator", subject, { expires: "1h" });
}

/** The error for an API that refused, or gave no answer. */
export function apiError(url: string, error: unknown): ClearError {
  const { origin } = new URL(url);
  if (error instanceof ProblemError) return new ClearError(`${origin} answered ${error.status}: ${error.detail}`);
  return new ClearError(`${origin} does not answer as the API would: ${causeOf(error)}`);
}

function causeOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : reasonOf(error);
}
