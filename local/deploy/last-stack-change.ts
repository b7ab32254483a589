import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { dummyCredentials, localRegion } from "../environment.ts";

/**
 * Names the last creation or update of a stack on an engine, whoever did it; undefined where there is no stack. MiniStack
 * tells it by a time, LocalStack by a change set.
 */
export async function lastStackChange(endpoint: string, stackName: string): Promise<string | undefined> {
  const client = new CloudFormationClient({
    endpoint,
    region: localRegion,
    credentials: dummyCredentials,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
  });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks[0] && [Stacks[0].LastUpdatedTime?.toISOString(), Stacks[0].ChangeSetId].join(" ");
  } catch (error) {
    // How engines say that there is no such stack.
    if (error instanceof Error && error.name === "ValidationError") return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
