import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { now } from "../../platform/runtime/request-context.ts";
import { withRetry } from "../../platform/runtime/retry.ts";
import { setting } from "../../platform/runtime/settings.ts";
import { isAbsent } from "../../platform/table/conditional-write.ts";
import type { Key, StoredItem } from "../../platform/table/item.ts";
import { queryPartition, readItem } from "../../platform/table/read.ts";
import { tableClient } from "../../platform/table/table-client.ts";
import { write } from "../../platform/table/write.ts";
import type { Money } from "../../platform/values/money.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { firstVersion } from "../../platform/values/version.ts";
import { SandboxAuthorization } from "./sandbox-items.ts";

/** A new authorization. */
export interface NewAuthorization {
  readonly orderId: string;
  readonly key: string;
  readonly reference: string;
  readonly method: string;
  readonly amount: Money;
  readonly status: "AUTHORIZED" | "DECLINED";
  readonly declineReason?: string;
  readonly appearsAt: Timestamp;
}

const PREFIX = "AUTHORIZATION#";

function partition(orderId: string): string {
  return `SANDBOX#${orderId}`;
}

function authorizationKey(orderId: string, key: string): Key {
  return { pk: partition(orderId), sk: `${PREFIX}${key}` };
}

/** Creates an authorization, or returns the one that exists under this key. */
export async function createAuthorization(entry: NewAuthorization): Promise<SandboxAuthorization> {
  const key = authorizationKey(entry.orderId, entry.key);
  const authorization = SandboxAuthorization.parse({ ...entry, ...firstVersion(now()) });
  const item = { ...authorization, ...key, type: "sandbox_authorization" };
  const conflictError = (found: StoredItem | undefined) => new AuthorizationExistsError(found);
  try {
    await write([{ kind: "put", name: "sandbox.createAuthorization", item, condition: isAbsent, conflictError }]);
    return authorization;
  } catch (error) {
    if (!(error instanceof AuthorizationExistsError)) throw error;
    return SandboxAuthorization.parse(error.entry ?? (await readItem(key)));
  }
}

class AuthorizationExistsError extends Error {
  readonly entry: StoredItem | undefined;

  constructor(entry: StoredItem | undefined) {
    super("the authorization exists already");
    this.entry = entry;
  }
}

/** All authorizations of an order that are visible now. */
export async function authorizationsOf(orderId: string): Promise<SandboxAuthorization[]> {
  const stored: SandboxAuthorization[] = [];
  for await (const item of queryPartition(partition(orderId), PREFIX)) stored.push(SandboxAuthorization.parse(item));
  const moment = now();
  return stored.filter(({ appearsAt }) => appearsAt <= moment);
}

/** Moves an authorization from AUTHORIZED to a final state; false where it is in another one. */
export async function closeAuthorization(
  { orderId, key }: SandboxAuthorization,
  status: "CAPTURED" | "VOIDED" | "EXPIRED",
): Promise<boolean> {
  try {
    await write([
      {
        kind: "update",
        name: "sandbox.closeAuthorization",
        key: authorizationKey(orderId, key),
        set: { status },
        condition: {
          expression: "#status = :authorized",
          names: { "#status": "status" },
          values: { ":authorized": "AUTHORIZED" },
        },
        conflictError: (found) => new AuthorizationClosedError(found?.status === status),
      },
    ]);
    return true;
  } catch (error) {
    if (error instanceof AuthorizationClosedError) return error.sameStatus;
    throw error;
  }
}

class AuthorizationClosedError extends Error {
  readonly sameStatus: boolean;

  constructor(sameStatus: boolean) {
    super("the authorization is closed");
    this.sameStatus = sameStatus;
  }
}

/** Counts a try to authorize or to capture under a key, from 1. The sandbox's methods fail by number. */
export async function countTry(orderId: string, key: string): Promise<number> {
  const { Attributes } = await withRetry(() =>
    tableClient.send(
      new UpdateCommand({
        TableName: setting("TABLE_NAME"),
        Key: { pk: partition(orderId), sk: `TRIES#${key}` },
        UpdateExpression: "SET #type = :type ADD tries :one",
        ExpressionAttributeNames: { "#type": "type" },
        ExpressionAttributeValues: { ":one": 1, ":type": "sandbox_tries" },
        ReturnValues: "UPDATED_NEW",
      }),
    ),
  );
  return Number(Attributes?.tries);
}
