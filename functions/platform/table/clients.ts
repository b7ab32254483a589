import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/**
 * How every AWS client of ours is made: a short wait for a connection and an answer, and no retry of the SDK's own,
 * because `withRetry` also knows transaction conflicts and the request's deadline.
 */
export const clientDefaults = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;

/** The one client of the table; what is injected into its middleware stack reaches every read and write. */
export const tableClient = DynamoDBDocumentClient.from(new DynamoDBClient(clientDefaults), {
  marshallOptions: { removeUndefinedValues: true },
});
