import type { Issuer } from "./issuer.ts";
import type { RunningRecord } from "./running-record.ts";

const timeoutMs = 5_000;

/**
 * What is wrong when the running stack does not take this project's tokens, as one sentence: a `cdk deploy` by hand over
 * the stack of `npm start` replaces the issuer and its keys. Undefined where they are taken, or nothing runs.
 */
export async function tokensProblem(
  running: RunningRecord | undefined,
  issuer: Pick<Issuer, "token">,
): Promise<string | undefined> {
  if (running?.deployed === undefined) return undefined;
  const token = await issuer.token("staff", "npm-run-token", { expires: "1m" });
  const status = await fetch(`${running.apiUrl}/products?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(timeoutMs),
  }).then(
    (response) => response.status,
    () => undefined,
  );
  // 503: the issuer that the stack was deployed with is out of reach.
  if (status !== 401 && status !== 503) return undefined;
  return `The stack at ${running.apiUrl} does not take this token (${status}): another command has deployed it since npm start did, with other token settings. Stop npm start and start it again: it deploys the stack with its own.`;
}
