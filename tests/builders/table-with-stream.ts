import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { dummyCredentials, localAccount, localRegion } from "../../local/environment.ts";

const TableName = "orders";

/** Appends the keys that it reads from a stream to RELAYED_FILE; fails while FAIL_FILE exists. */
const reader = `
  import { appendFileSync, existsSync } from "node:fs";
  export async function handler({ Records }) {
    if (existsSync(process.env.FAIL_FILE)) throw new Error("asked to fail");
    for (const { dynamodb } of Records) appendFileSync(process.env.RELAYED_FILE, dynamodb.Keys.pk.S + " ");
  }`;

/** A table with a stream on an engine, and a function that reads the stream. */
export function tableWithStream(endpoint: string) {
  const settings = { endpoint, region: localRegion, credentials: dummyCredentials, maxAttempts: 1 };
  const table = new DynamoDBClient(settings);
  const lambda = new LambdaClient(settings);
  return {
    async create() {
      await table.send(
        new CreateTableCommand({
          TableName,
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
          StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
        }),
      );
    },
    async put(key: string, text = "") {
      await table.send(new PutItemCommand({ TableName, Item: { pk: { S: key }, text: { S: text } } }));
    },
    async keys(): Promise<(string | undefined)[]> {
      const keys: (string | undefined)[] = [];
      for await (const { Items = [] } of paginateScan({ client: table }, { TableName })) {
        keys.push(...Items.map(({ pk }) => pk?.S));
      }
      return keys;
    },
    /** Deploys the function that reads the stream. */
    async createReader(files: { RELAYED_FILE: string; FAIL_FILE: string }) {
      const { Table } = await table.send(new DescribeTableCommand({ TableName }));
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: "reader",
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: `arn:aws:iam::${localAccount}:role/any`,
          Code: { ZipFile: zipSync({ "index.mjs": strToU8(reader) }) },
          Environment: { Variables: files },
        }),
      );
      await lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: "reader",
          EventSourceArn: Table?.LatestStreamArn,
          StartingPosition: "TRIM_HORIZON",
        }),
      );
    },
  };
}
