import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Operation } from "../../../functions/platform/http/operation.ts";

/** The parts of a request. */
export interface Sent {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly key?: string;
  readonly ifMatch?: number;
}

/** A request as API Gateway hands it to a function. */
export function apiEvent({ method, resource }: Operation, sent: Sent, token: string): APIGatewayProxyEvent {
  const path = resource.replaceAll(/\{(\w+)\}/g, (_, name: string) => sent.path?.[name] ?? "");
  const headers = {
    Authorization: `Bearer ${token}`,
    ...(sent.body && { "Content-Type": "application/json" }),
    ...(sent.key !== undefined && { "Idempotency-Key": sent.key }),
    ...(sent.ifMatch !== undefined && { "If-Match": `"${sent.ifMatch}"` }),
  };
  const query = Object.entries(sent.query ?? {});
  return {
    httpMethod: method,
    resource,
    path,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: sent.path ? { ...sent.path } : null,
    queryStringParameters: query.length > 0 ? Object.fromEntries(query) : null,
    multiValueQueryStringParameters: query.length > 0 ? Object.fromEntries(query.map(([k, v]) => [k, [v]])) : null,
    stageVariables: null,
    body: sent.body ? JSON.stringify(sent.body) : null,
    isBase64Encoded: false,
    requestContext: {
      accountId: "000000000000",
      apiId: "prove",
      authorizer: undefined,
      protocol: "HTTP/1.1",
      httpMethod: method,
      path,
      stage: "v1",
      requestId: "",
      requestTimeEpoch: 0,
      resourceId: "prove",
      resourcePath: resource,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: "127.0.0.1",
        user: null,
        userAgent: null,
        userArn: null,
      },
    },
  };
}
