import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { regionOfStage } from "../infra/stage-file.ts";
import { StackOutputs, stackName } from "../local/deploy/stack-outputs.ts";
import { dummyCredentials, isLoopback, localRegion, projectRoot } from "../local/environment.ts";
import type { RunningRecord } from "../local/running-record.ts";
import { ClearError, reasonOf } from "../local/terminal/clear-error.ts";

/** The stack that a command is about. */
export interface TargetStack {
  /** For people: the stack and where it is. */
  name: string;
  outputs: StackOutputs;
  sqs: SQSClient;
  lambda: LambdaClient;
  streams: DynamoDBStreamsClient;
  logs: CloudWatchLogsClient;
  /** Whether it is on an engine, and not on AWS. */
  isEmulated: boolean;
}

/** An output of the stack. @throws where the stack is of a version that does not have it. */
export function outputOf({ name, outputs }: TargetStack, output: string): string {
  const value = outputs[output];
  if (value === undefined) throw missingOutput(name, output);
  return value;
}

function missingOutput(stack: string, outputs: string): ClearError {
  return new ClearError(`The stack ${stack} has no output ${outputs}: deploy this version of Waybill first.`);
}

/** The command's options that name the stack. */
export interface TargetOptions {
  endpoint?: string | undefined;
  stage?: string | undefined;
}

/**
 * Finds the stack: at the endpoint that is named; else the one that `npm start` runs; else in the AWS account and region
 * of the shell's own settings, or the region in the stage's file.
 */
export async function findTarget(options: TargetOptions, running: RunningRecord | undefined): Promise<TargetStack> {
  const local = running?.deployed;
  const isRunning =
    local !== undefined && options.endpoint === undefined && (options.stage ?? local.stage) === local.stage;
  if (isRunning) {
    const { endpoint, stage, outputs } = local;
    const name = `${stackName(stage)} on ${endpoint}`;
    return { name, outputs, isEmulated: true, ...clientsOf(clientSettings(endpoint)) };
  }
  const { endpoint } = options;
  const stage = options.stage ?? (endpoint === undefined ? "dev" : "local");
  const settings = clientSettings(endpoint, regionOfStage(projectRoot, stage));
  const name = stackName(stage);
  const place = endpoint ?? `AWS, ${await regionOf(new SQSClient(settings))}`;
  return {
    name: `${name} on ${place}`,
    outputs: await describeOutputs(name, place, settings),
    isEmulated: endpoint !== undefined,
    ...clientsOf(settings),
  };
}

function clientsOf(settings: ReturnType<typeof clientSettings>) {
  return {
    sqs: new SQSClient(settings),
    lambda: new LambdaClient(settings),
    streams: new DynamoDBStreamsClient(settings),
    logs: new CloudWatchLogsClient(settings),
  };
}

/** Longer than the relay may take for the records it is given. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 65_000, throwOnRequestTimeout: true };

/** An engine on this machine gets dummy credentials; anything else what the shell is set up with. */
function clientSettings(endpoint: string | undefined, region?: string) {
  if (endpoint === undefined) return { requestHandler, ...(region && { region }) };
  const credentials = isLoopback(endpoint) ? { credentials: dummyCredentials, region: localRegion } : {};
  // A queue's URL may bear a name that only the engine's own network resolves.
  return { endpoint, requestHandler, useQueueUrlAsEndpoint: false, ...credentials };
}

async function regionOf(sqs: SQSClient): Promise<string> {
  return sqs.config.region().catch(() => {
    throw new ClearError(
      "No AWS region is set and no local Waybill runs: name a deployed stage with --stage, set AWS_REGION, or start one with npm start.",
    );
  });
}

async function describeOutputs(
  name: string,
  place: string,
  settings: ReturnType<typeof clientSettings>,
): Promise<StackOutputs> {
  const cloudFormation = new CloudFormationClient(settings);
  const described = await cloudFormation
    .send(new DescribeStacksCommand({ StackName: name }))
    .catch((error: unknown) => {
      throw new ClearError(`The stack ${name} was not found on ${place}: ${reasonOf(error)}`);
    });
  const outputs = described.Stacks?.[0]?.Outputs ?? [];
  const found = StackOutputs.safeParse(
    Object.fromEntries(outputs.map((output) => [output.OutputKey, output.OutputValue])),
  );
  if (found.success) return found.data;
  const missing = found.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw missingOutput(`${name} on ${place}`, missing);
}
