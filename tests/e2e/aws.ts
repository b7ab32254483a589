import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dummyCredentials, localRegion } from "../../local/environment.ts";
import { cloud } from "./api.ts";

/** What a client of the engine is made with. */
export const engineClientSettings = { endpoint: cloud.endpoint, region: localRegion, credentials: dummyCredentials };

/** The engine behind the API, for what no client of the API could see or do. */
export const table = DynamoDBDocumentClient.from(new DynamoDBClient(engineClientSettings));
export const lambda = new LambdaClient(engineClientSettings);
export const sqs = new SQSClient({ ...engineClientSettings, useQueueUrlAsEndpoint: false });

/** What the stack calls one of its resources. @throws where the stack has no such output. */
export function output(name: string): string {
  const value = cloud.outputs[name];
  if (value === undefined) throw new Error(`The stack has no output ${name}.`);
  return value;
}
