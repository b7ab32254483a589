import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ClearError } from "../local/clear-error.ts";
import type { Deployment } from "./deployment.ts";

/** The account that the shell's credentials belong to. @throws ClearError where there are none, or another was meant. */
export async function accountOf({ region, account }: Deployment): Promise<string> {
  const identity = await new STSClient({ region }).send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClearError(`There are no working AWS credentials in this shell (${reason}): log in, or set AWS_PROFILE.`);
  });
  const actual = identity.Account ?? "";
  if (account === undefined || account === actual) return actual;
  throw new ClearError(
    `The credentials in this shell belong to the account ${actual}, and ${account} was meant: nothing was done.`,
  );
}

/** @throws ClearError where `cdk bootstrap` has not been run for this account and region. */
export async function requireBootstrap(account: string, region: string): Promise<void> {
  const toolkit = new DescribeStacksCommand({ StackName: "CDKToolkit" });
  await new CloudFormationClient({ region }).send(toolkit).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    if (!/does not exist/i.test(reason))
      throw new ClearError(`Whether ${account} is ready for the CDK cannot be read: ${reason}`);
    throw new ClearError(
      `The account ${account} is not ready for the CDK in ${region}: run npx cdk bootstrap aws://${account}/${region} once.`,
    );
  });
}
