import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ClearError } from "../local/clear-error.ts";

/** How an operator's command calls AWS: a call that gets no answer is given up and tried again twice. */
export function clientFor(region: string) {
  const requestHandler = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
  return { region, maxAttempts: 3, requestHandler };
}

/** The account that the shell's credentials belong to. @throws ClearError where there are none, or another was meant. */
export async function accountOf(region: string, meant: string | undefined): Promise<string> {
  const sts = new STSClient(clientFor(region));
  const identity = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new ClearError(
      `There are no working AWS credentials in this shell (${reasonOf(error)}): log in, or set AWS_PROFILE.`,
    );
  });
  const actual = identity.Account ?? "";
  if (meant === undefined || meant === actual) return actual;
  throw new ClearError(
    `The credentials in this shell belong to the account ${actual}, and ${meant} was meant: nothing was done.`,
  );
}

/** @throws ClearError where `cdk bootstrap` has not been run for this account and region. */
export async function requireBootstrap(account: string, region: string): Promise<void> {
  const toolkit = new DescribeStacksCommand({ StackName: "CDKToolkit" });
  await new CloudFormationClient(clientFor(region)).send(toolkit).catch((error: unknown) => {
    const reason = reasonOf(error);
    if (!/does not exist/i.test(reason))
      throw new ClearError(`Whether ${account} is ready for the CDK cannot be read: ${reason}`);
    throw new ClearError(
      `The account ${account} is not ready for the CDK in ${region}: run npx cdk bootstrap aws://${account}/${region} once.`,
    );
  });
}

/** An error in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
