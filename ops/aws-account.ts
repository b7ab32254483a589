import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { functionsWith } from "../functions/registry/functions.ts";
import { ClearError, reasonOf } from "../local/terminal/clear-error.ts";

/** Settings of an AWS client for a command: 10 s for an answer, then up to two retries. */
export function clientFor(region: string) {
  const requestHandler = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
  return { region, maxAttempts: 3, requestHandler };
}

/** The account that the shell's credentials belong to. @throws ClearError where there are none, or they belong to another account. */
export async function accountOf(region: string, expected: string | undefined): Promise<string> {
  const sts = new STSClient(clientFor(region));
  const identity = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new ClearError(
      `There are no working AWS credentials in this shell (${reasonOf(error)}): log in, or set AWS_PROFILE.`,
    );
  });
  const actual = identity.Account ?? "";
  if (expected === undefined || expected === actual) return actual;
  throw new ClearError(
    `The credentials in this shell belong to account ${actual}, but the stage requires account ${expected}; nothing was changed.`,
  );
}

/** @throws ClearError where `cdk bootstrap` has not been run for this account and region. */
export async function requireBootstrap(account: string, region: string): Promise<void> {
  const toolkit = new DescribeStacksCommand({ StackName: "CDKToolkit" });
  await new CloudFormationClient(clientFor(region)).send(toolkit).catch((error: unknown) => {
    const reason = reasonOf(error);
    if (!/does not exist/i.test(reason))
      throw new ClearError(`Whether ${account} is bootstrapped for the CDK cannot be read: ${reason}`);
    throw new ClearError(
      `The account ${account} is not bootstrapped for the CDK in ${region}: run npx cdk bootstrap aws://${account}/${region} once.`,
    );
  });
}

/** AWS refuses a reservation that leaves less unreserved concurrency. */
const KEPT_UNRESERVED = 100;

/** What the functions of a stack with this payment provider reserve together. */
export function concurrencyOfStack(provider: string): number {
  return functionsWith(provider).reduce((sum, { reservedConcurrency }) => sum + reservedConcurrency, 0);
}

/** An account's concurrency, seen from one stack. */
export interface AccountConcurrency {
  /** What no function of the account has reserved. */
  readonly unreserved: number;
  /** What the stack's functions have reserved already. */
  readonly alreadyReserved: number;
}

/** One sentence where the account has too little concurrency for the stack's reservations; undefined where it has enough. */
export function concurrencyShortage(
  { unreserved, alreadyReserved }: AccountConcurrency,
  { stack, required, file }: { stack: string; required: number; file: string },
): string | undefined {
  const available = Math.max(0, unreserved + alreadyReserved - KEPT_UNRESERVED);
  if (required <= available) return undefined;
  return (
    `The functions of ${stack} reserve ${required} of the account's Lambda concurrency, and ${available} can be reserved ` +
    `(AWS keeps ${KEPT_UNRESERVED} unreserved): ask AWS for more (Service Quotas, AWS Lambda, Concurrent executions), ` +
    `or set reservedConcurrency to false in ${file}.`
  );
}

/** Asks the account, and the functions of the stack that are deployed. */
export async function readConcurrency(region: string, functions: readonly string[]): Promise<AccountConcurrency> {
  const lambda = new LambdaClient(clientFor(region));
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const reserved = await Promise.all(
    functions.map(async (FunctionName) => {
      const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      return answer.ReservedConcurrentExecutions ?? 0;
    }),
  );
  return {
    unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
    alreadyReserved: reserved.reduce((sum, share) => sum + share, 0),
  };
}
