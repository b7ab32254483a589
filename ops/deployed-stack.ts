import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import { ClearError, reasonOf } from "../local/terminal/clear-error.ts";
import { clientFor } from "./aws-account.ts";

/** A stack in CloudFormation. */
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

/** The names of a stack's resources of one type that exist. */
export function namesOf(resources: DeployedStack["resources"], type: string): string[] {
  return resources
    .filter(({ ResourceType, ResourceStatus }) => ResourceType === type && ResourceStatus !== "DELETE_COMPLETE")
    .flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []);
}

/** A stack in one of these states cannot be updated. */
const failedCreation = ["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"];
/** The first deployment was prepared; no resource was created. */
const notStarted = "REVIEW_IN_PROGRESS";

/** Whether a deployment would be the stack's first: the stack does not exist, or none of its resources was created. */
export function isFirstDeployment(stack: DeployedStack | undefined): boolean {
  return stack === undefined || stack.status === notStarted;
}

/** Said before the first deployment of a stage that keeps its table. */
export function firstDeploymentNote(name: string): string {
  return `This is the first deployment of ${name}. If it fails, the stack and its protected table stay and must be deleted by hand: npm run deploy prints the commands, docs/deploying.md explains them.`;
}

/** How to repair a stack whose first deployment failed; undefined where it did not. */
export function failedCreationAdvice(stack: DeployedStack): string | undefined {
  if (stack.status === notStarted) {
    return `Nothing of ${stack.name} was created (its state is ${notStarted}): correct the error above, then deploy again.`;
  }
  if (!failedCreation.includes(stack.status)) return undefined;
  return [
    `The first deployment of ${stack.name} failed (its state is ${stack.status}). Delete what it left before the next deployment; nothing has been stored in it yet (see docs/deploying.md). Run:`,
    "",
    ...deletionCommands(stack).map((command) => `  ${command}`),
    "",
  ].join("\n");
}

/** The commands that remove a stack and what it keeps, in order. */
export function deletionCommands({ name, region, isProtected, resources }: DeployedStack): string[] {
  const left = (type: string) => namesOf(resources, type);
  const stack = `--region ${region} --stack-name ${name}`;
  return [
    ...(isProtected
      ? [`aws cloudformation update-termination-protection ${stack} --no-enable-termination-protection`]
      : []),
    `aws cloudformation delete-stack ${stack}`,
    `aws cloudformation wait stack-delete-complete ${stack}`,
    ...left("AWS::DynamoDB::Table").flatMap((table) => [
      `aws dynamodb update-table --region ${region} --table-name ${table} --no-deletion-protection-enabled`,
      `aws dynamodb delete-table --region ${region} --table-name ${table}`,
    ]),
    ...left("AWS::Logs::LogGroup").map((log) => `aws logs delete-log-group --region ${region} --log-group-name ${log}`),
  ];
}
