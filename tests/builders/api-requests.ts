import type { APIGatewayProxyEvent, Context } from "aws-lambda";

export interface RequestParts {
  readonly method?: string;
  /** The route's path with its parameters in braces. */
  readonly resource?: string;
  readonly path?: string;
  readonly pathParameters?: Record<string, string>;
  readonly query?: Record<string, string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestId?: string;
}

/** A request as a REST API of API Gateway passes it to a function. */
export function aRequest({
  method = "GET",
  resource = "/things",
  path = resource,
  pathParameters = {},
  query = {},
  headers = {},
  body,
  isBase64Encoded = false,
  requestId = "request-1",
}: RequestParts = {}): APIGatewayProxyEvent {
  const last = Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values.at(-1)]));
  return {
    httpMethod: method,
    resource,
    path,
    pathParameters,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: last,
    multiValueQueryStringParameters: query,
    stageVariables: null,
    body: body ?? null,
    isBase64Encoded,
    requestContext: {
      accountId: "000000000000",
      apiId: "api",
      authorizer: null,
      protocol: "HTTP/1.1",
      httpMethod: method,
      identity: unknownIdentity,
      path: `/v1${path}`,
      stage: "v1",
      requestId,
      requestTimeEpoch: 0,
      resourceId: "resource",
      resourcePath: resource,
    },
  };
}

/** The identity of a caller without AWS credentials. */
const unknownIdentity = {
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
};

export const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: "things",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:things",
  memoryLimitInMB: "512",
  awsRequestId: "invocation-1",
  logGroupName: "things",
  logStreamName: "things",
  getRemainingTimeInMillis: () => 25_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
