import { localRegion } from "../environment.ts";

/** An action of an AWS service, as its JSON protocol names it. */
export interface EngineAction {
  /** In the credential, by which engines tell services apart. */
  readonly service: "ssm" | "secretsmanager";
  /** `AmazonSSM.GetParameter`. */
  readonly target: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Asks an engine by a plain request, where another SDK client is not worth it. Engines read the scope in the credential,
 * and check no signature.
 */
export function askEngine(endpoint: string, { service, target, input }: EngineAction): Promise<Response> {
  return fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${localRegion}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(10_000),
  });
}
