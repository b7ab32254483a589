import type { Issuer } from "./issuer.ts";
import type { RunningRecord } from "./running-record.ts";

const timeoutMs = 5_000;

/**
 * Why the running stack rejects this project's tokens, as one sentence: a `cdk deploy` by hand over
 * the stack of `npm start` replaces the issuer and its keys. Undefined where they are taken, or nothing runs.
 */
export async function checkTokens(
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
  return `The stack at ${running.apiUrl} rejects this token (${status}): another command deployed the stack after npm start, with other token settings. Restart npm start to deploy it again.`;
}
