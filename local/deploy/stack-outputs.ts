import * as z from "zod";

/** What a deployed stack tells about itself; the names of other outputs are made in infra/output-names.ts. */
export const StackOutputs = z
  .object({
    ApiId: z.string(),
    ApiUrl: z.string(),
    TableName: z.string(),
    EventBusName: z.string(),
    ParkingQueueUrl: z.string(),
    RelayFailuresUrl: z.string(),
    RelayFunctionName: z.string(),
    SweeperFailuresUrl: z.string(),
  })
  .catchall(z.string());
export type StackOutputs = z.infer<typeof StackOutputs>;

/** The stack's name in CloudFormation. */
export function stackName(stage: string): string {
  return `waybill-${stage}`;
}
