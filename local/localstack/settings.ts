/** The version that compose.yaml and requirements.in pin: the last one that needs no account. */
export const localStackVersion = "4.14.0";

/** What the stack and its deployment use. LocalStack answers for nothing else, so a missing permission shows early. */
export const services = [
  "apigateway",
  "cloudformation",
  "cloudwatch",
  "dynamodb",
  "dynamodbstreams",
  "ecr",
  "events",
  "iam",
  "kms",
  "lambda",
  "logs",
  "s3",
  "sqs",
  "ssm",
  "sts",
] as const;

/** LocalStack's settings, in Docker (compose.yaml repeats them) and without. */
export const localStackSettings: Readonly<Record<string, string>> = {
  SERVICES: services.join(","),
  // The default takes the stream's images from reads beside the writes, so that concurrent writes mix them up; DynamoDB
  // Local's own stream has them right.
  PROVIDER_OVERRIDE_DYNAMODB: "v2",
  DYNAMODB_IN_MEMORY: "1",
  // A queue's URL without a host name that somebody would have to resolve.
  SQS_ENDPOINT_STRATEGY: "path",
  // Seconds between two looks at a stream or a queue: 1, and up to 10 once nothing came, would be much for the tests.
  LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: "0.2",
  LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: "0.5",
  LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_ERROR_SEC: "2",
  // It has no CloudWatch dashboards.
  CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: "1",
  // Nothing here is for the network: no usage data, no certificate.
  DISABLE_EVENTS: "1",
  SKIP_SSL_CERT_DOWNLOAD: "1",
};
