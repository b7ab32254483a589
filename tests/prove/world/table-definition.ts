import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import { WaybillTable } from "../../../infra/table.ts";

const Table = z.object({
  Properties: z.object({
    KeySchema: z.unknown(),
    AttributeDefinitions: z.unknown(),
    GlobalSecondaryIndexes: z.unknown(),
    BillingMode: z.string(),
    StreamSpecification: z.object({ StreamViewType: z.string() }),
  }),
});

/** The table of infra/table.ts as input of CreateTable. */
export function tableDefinition(): object {
  const stack = new Stack(new App(), "prove");
  new WaybillTable(stack, "Table", { disposable: true });
  const [table] = Object.values(Template.fromStack(stack).findResources("AWS::DynamoDB::Table"));
  const { StreamSpecification, ...properties } = Table.parse(table).Properties;
  return { ...properties, StreamSpecification: { ...StreamSpecification, StreamEnabled: true } };
}
