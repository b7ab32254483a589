import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { now } from "../../platform/runtime/request-context.ts";
import { withRetry } from "../../platform/runtime/retry.ts";
import { retryOnConflict } from "../../platform/runtime/retry-on-conflict.ts";
import { setting } from "../../platform/runtime/settings.ts";
import { isAbsent, isVersion } from "../../platform/table/conditional-write.ts";
import type { Key, StoredItem } from "../../platform/table/item.ts";
import { queryPartition, readItem } from "../../platform/table/read.ts";
import { tableClient } from "../../platform/table/table-client.ts";
import { write } from "../../platform/table/write.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { firstVersion, nextVersion } from "../../platform/values/version.ts";
import { type AuthorizationName, type Decision, type NewAuthorization, SandboxAuthorization } from "./sandbox-items.ts";

const PREFIX = "AUTHORIZATION#";

function partition(orderId: string): string {
  return `SANDBOX#${orderId}`;
}

function authorizationKey({ orderId, key }: AuthorizationName): Key {
  return { pk: partition(orderId), sk: `${PREFIX}${key}` };
}

/** Creates an authorization, or returns the one that exists under this key. */
export async function createAuthorization(entry: NewAuthorization): Promise<SandboxAuthorization> {
  const authorization = SandboxAuthorization.parse({ ...entry, captures: [], refunds: [], ...firstVersion(now()) });
  const conflictError = (found: StoredItem | undefined) => new AuthorizationExistsError(found);
  const item = toItem(authorization);
  try {
    await write([{ kind: "put", name: "sandbox.createAuthorization", item, condition: isAbsent, conflictError }]);
    return authorization;
  } catch (error) {
    if (!(error instanceof AuthorizationExistsError)) throw error;
    return SandboxAuthorization.parse(error.entry ?? (await readItem(authorizationKey(entry))));
  }
}

/** All authorizations of an order that are visible now. */
export async function authorizationsOf(orderId: string): Promise<SandboxAuthorization[]> {
  const stored: SandboxAuthorization[] = [];
  for await (const item of queryPartition(partition(orderId), { prefix: PREFIX }))
    stored.push(SandboxAuthorization.parse(item));
  return stored.filter(({ appearsAt }) => appearsAt <= now());
}

/** Decides about an authorization, and stores what that changes: again where another request was faster. */
export function changeAuthorization<Answer>(
  name: AuthorizationName,
  decide: (found: SandboxAuthorization | undefined, moment: Timestamp) => Decision<Answer>,
): Promise<Answer> {
  return retryOnConflict(
    `sandbox authorization ${name.key}`,
    async () => {
      const moment = now();
      const found = await readAuthorization(name, moment);
      const { answer, changes } = decide(found, moment);
      if (found && changes) await replaceAuthorization(nextVersion(found, changes, moment));
      return answer;
    },
    (error) => error instanceof AuthorizationChangedError,
  );
}

/** An authorization as it is visible at a moment. */
export async function readAuthorization(name: AuthorizationName, moment: Timestamp) {
  const item = await readItem(authorizationKey(name));
  const authorization = item && SandboxAuthorization.parse(item);
  return authorization && authorization.appearsAt <= moment ? authorization : undefined;
}

async function replaceAuthorization(next: SandboxAuthorization): Promise<void> {
  await write([
    {
      kind: "put",
      name: "sandbox.changeAuthorization",
      item: toItem(next),
      condition: isVersion(next.version - 1),
      conflictError: () => new AuthorizationChangedError("the authorization was changed by another request"),
    },
  ]);
}

function toItem(authorization: SandboxAuthorization) {
  return { ...authorization, ...authorizationKey(authorization), type: "sandbox_authorization" };
}

class AuthorizationExistsError extends Error {
  readonly entry: StoredItem | undefined;

  constructor(entry: StoredItem | undefined) {
    super("the authorization exists already");
    this.entry = entry;
  }
}

class AuthorizationChangedError extends Error {}

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
