import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import { ClearError } from "../local/clear-error.ts";
import { clientFor, reasonOf } from "./aws-account.ts";

/** What CloudFormation knows of a stack. */
export interface DeployedStack {
  readonly name: string;
  readonly region: string;
  readonly status: string;
  /** It has termination protection. */
  readonly isProtected: boolean;
  readonly resources: readonly StackResourceSummary[];
}

/** The stack as it is; undefined where there is none. @throws ClearError where that cannot be read. */
export async function readStack(name: string, region: string): Promise<DeployedStack | undefined> {
  const client = new CloudFormationClient(clientFor(region));
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const { StackStatus: status = "", EnableTerminationProtection: isProtected = false } = Stacks[0] ?? {};
    const resources: StackResourceSummary[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: name })) {
      resources.push(...(page.StackResourceSummaries ?? []));
    }
    return { name, region, status, isProtected, resources };
  } catch (error) {
    const reason = reasonOf(error);
    if (/does not exist/i.test(reason)) return undefined;
    throw new ClearError(`Whether the stack ${name} is deployed in ${region} cannot be read: ${reason}`);
  }
}
