import { localRegion } from "../environment.ts";

/**
 * Parameters of an engine's SSM, asked by plain requests, since they are not worth another SDK client. Engines read the
 * scope in the credential, and check no signature.
 */
async function ask(endpoint: string, action: string, body: Record<string, unknown>): Promise<Response> {
  return fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AmazonSSM.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${localRegion}/ssm/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
}

/** The answer to GetParameter as text, undefined when there is none. */
export async function readParameter(endpoint: string, name: string): Promise<string | undefined> {
  const response = await ask(endpoint, "GetParameter", { Name: name });
  const text = await response.text();
  return response.ok ? text : undefined;
}

export async function writeParameter(endpoint: string, name: string, value: string): Promise<void> {
  const response = await ask(endpoint, "PutParameter", { Name: name, Value: value, Type: "String", Overwrite: true });
  await response.body?.cancel();
}

export async function removeParameter(endpoint: string, name: string): Promise<void> {
  const response = await ask(endpoint, "DeleteParameter", { Name: name });
  await response.body?.cancel();
}
