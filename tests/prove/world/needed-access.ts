import * as z from "zod";

/** The setting that names a resource to a function, and what the resource is called in an access. */
export const RESOURCE_SETTINGS = {
  TABLE_NAME: "table",
  EVENT_BUS_NAME: "bus",
  PARKING_QUEUE_URL: "parking queue",
  PAYMENT_SECRET_ARN: "payment secret",
} as const;

type ResourceSetting = keyof typeof RESOURCE_SETTINGS;

const OneTable = z.object({ TableName: z.string(), IndexName: z.string().optional() });
const SeveralTables = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const Member = z.enum(["Put", "Update", "Delete", "ConditionCheck"]);
const Transaction = z.object({ TransactItems: z.array(z.partialRecord(Member, OneTable)) });
const Events = z.object({ Entries: z.array(z.object({ EventBusName: z.string() })) });
const Message = z.object({ QueueUrl: z.string() });
const Secret = z.object({ SecretId: z.string() });

const MEMBER_ACTIONS = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
} as const;

/**
 * What IAM has to allow a function for a call, as `action resource`: `dynamodb:Query table/index/byCustomer`.
 * A transaction has no action of its own: it needs those of its members.
 * @param command the name of the SDK's command, without "Command"
 * @throws for a command, or a resource, that nothing here knows
 */
export function neededAccess(command: string, input: unknown): string[] {
  switch (command) {
    case "GetItem":
    case "PutItem":
    case "UpdateItem":
    case "DeleteItem":
    case "Query":
    case "Scan":
      return [tableAccess(command, OneTable.parse(input))];
    case "BatchGetItem":
      return Object.keys(SeveralTables.parse(input).RequestItems).map((TableName) =>
        tableAccess(command, { TableName }),
      );
    case "TransactWriteItems":
      return Transaction.parse(input).TransactItems.flatMap((members) =>
        Member.options.flatMap((member) => {
          const one = members[member];
          return one === undefined ? [] : tableAccess(MEMBER_ACTIONS[member], one);
        }),
      );
    case "PutEvents":
      return Events.parse(input).Entries.map(
        ({ EventBusName }) => `events:PutEvents ${resource("EVENT_BUS_NAME", EventBusName)}`,
      );
    case "SendMessage":
      return [`sqs:SendMessage ${resource("PARKING_QUEUE_URL", Message.parse(input).QueueUrl)}`];
    case "GetSecretValue":
      return [`secretsmanager:GetSecretValue ${resource("PAYMENT_SECRET_ARN", Secret.parse(input).SecretId)}`];
    default:
      throw new Error(`Which access ${command} needs is not known: add it to needed-access.ts.`);
  }
}

function tableAccess(action: string, { TableName, IndexName }: z.output<typeof OneTable>): string {
  const table = resource("TABLE_NAME", TableName);
  return `dynamodb:${action} ${IndexName === undefined ? table : `${table}/index/${IndexName}`}`;
}

function resource(setting: ResourceSetting, name: string): string {
  if (process.env[setting] === name) return RESOURCE_SETTINGS[setting];
  throw new Error(`A call names ${name}, which is not the ${RESOURCE_SETTINGS[setting]} of ${setting}.`);
}
