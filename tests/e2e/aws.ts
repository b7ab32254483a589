import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dummyCredentials, localRegion } from "../../local/environment.ts";
import { cloud } from "./api.ts";

/** Settings of every AWS client of the engine. */
export const engineClientSettings = { endpoint: cloud.endpoint, region: localRegion, credentials: dummyCredentials };

/** The engine behind the API: for reads and writes that the API does not offer. */
export const table = DynamoDBDocumentClient.from(new DynamoDBClient(engineClientSettings));
export const lambda = new LambdaClient(engineClientSettings);
export const sqs = new SQSClient({ ...engineClientSettings, useQueueUrlAsEndpoint: false });

/** The value of a stack output. @throws where the stack does not have it */
export function output(name: string): string {
  const value = cloud.outputs[name];
  if (value === undefined) throw new Error(`The stack has no output ${name}.`);
  return value;
}
