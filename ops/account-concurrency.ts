import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { functions } from "../functions/registry/functions.ts";
import { clientFor } from "./aws-account.ts";
import type { DeployedStack } from "./deployed-stack.ts";

/** AWS refuses a reservation that leaves less than this to functions without one. */
const KEPT_UNRESERVED = 100;

/** What a stack's functions reserve together. */
export const concurrencyOfStack = functions.reduce((sum, { reservedConcurrency }) => sum + reservedConcurrency, 0);

/** An account's concurrency, seen from one stack. */
export interface AccountConcurrency {
  /** What no function of the account has reserved. */
  readonly unreserved: number;
  /** What the stack's functions have reserved already. */
  readonly alreadyReserved: number;
}

/** One sentence where the account has too little concurrency for the stack's reservations; undefined where it has enough. */
export function concurrencyShortage(
  { unreserved, alreadyReserved }: AccountConcurrency,
  { stack, wanted, file }: { stack: string; wanted: number; file: string },
): string | undefined {
  const available = Math.max(0, unreserved + alreadyReserved - KEPT_UNRESERVED);
  if (wanted <= available) return undefined;
  return (
    `The functions of ${stack} reserve ${wanted} of the account's Lambda concurrency, and ${available} can be reserved ` +
    `(AWS keeps ${KEPT_UNRESERVED} unreserved): ask AWS for more (Service Quotas, AWS Lambda, Concurrent executions), ` +
    `or set reservedConcurrency to false in ${file}.`
  );
}

/** Asks the account and, where the stack is deployed, its functions. */
export async function readConcurrency(region: string, stack: DeployedStack | undefined): Promise<AccountConcurrency> {
  const lambda = new LambdaClient(clientFor(region));
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const names = (stack?.resources ?? []).flatMap(({ ResourceType, ResourceStatus, PhysicalResourceId }) =>
    ResourceType === "AWS::Lambda::Function" && ResourceStatus !== "DELETE_COMPLETE" ? (PhysicalResourceId ?? []) : [],
  );
  const reserved = await Promise.all(
    names.map(async (FunctionName) => {
      const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      return answer.ReservedConcurrentExecutions ?? 0;
    }),
  );
  return {
    unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
    alreadyReserved: reserved.reduce((sum, share) => sum + share, 0),
  };
}
