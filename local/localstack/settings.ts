import { delimiter, dirname } from "node:path";
import { scrubbedEnvironment } from "../environment.ts";

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
  "secretsmanager",
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

/** What LocalStack without Docker is told, beside its settings. */
export interface HostRun {
  port: number;
  /** `*`, or origins with commas between them: whose pages may call the API, beside those of this machine. */
  corsOrigins: string;
  java: string;
  /** The folder with DynamoDB Local's jars. */
  jars: string;
  /** The bundled Lambda runtime for Node. */
  worker: string;
  /** A folder that lives as long as this run. */
  runFolder: string;
  /** A folder for what makes the next start quicker. */
  cacheFolder: string;
}

/** The environment of `host/main.py`: loopback only, no Docker, nothing written outside the given folders. */
export function hostEnvironment(env: NodeJS.ProcessEnv, run: HostRun): NodeJS.ProcessEnv {
  const address = `127.0.0.1:${run.port}`;
  return {
    ...scrubbedEnvironment(env),
    ...localStackSettings,
    GATEWAY_LISTEN: address,
    LOCALSTACK_HOST: address,
    // No name server of its own.
    DNS_ADDRESS: "0",
    // It takes many machines for its container, and writes to /var/lib then.
    OVERRIDE_IN_DOCKER: "0",
    FILESYSTEM_ROOT: run.runFolder,
    XDG_CACHE_HOME: run.cacheFolder,
    PYTHONWARNINGS: "ignore",
    PYTHONUNBUFFERED: "1",
    // pip compiled what it installed; nothing is written beside our own modules.
    PYTHONDONTWRITEBYTECODE: "1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    WAYBILL_CORS_ORIGINS: run.corsOrigins,
    WAYBILL_JAVA: run.java,
    WAYBILL_DYNAMODB_JARS: run.jars,
    WAYBILL_LAMBDA_WORKER: run.worker,
    // The functions run on the project's own Node, whatever the PATH says.
    WAYBILL_NODE: process.execPath,
    PATH: [dirname(process.execPath), env.PATH].filter(Boolean).join(delimiter),
  };
}
