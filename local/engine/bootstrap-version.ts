import { localRegion } from "../environment.ts";

/**
 * Whether `cdk bootstrap` has run on an engine: the CDK notes its version in this parameter. Asked by a plain request,
 * since one parameter is not worth another SDK client; engines read the credential's scope, not its signature.
 */
export async function isBootstrapped(endpoint: string): Promise<boolean> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AmazonSSM.GetParameter",
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${localRegion}/ssm/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify({ Name: "/cdk-bootstrap/hnb659fds/version" }),
  });
  await response.body?.cancel();
  return response.ok;
}
