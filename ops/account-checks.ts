import { stageFile } from "../infra/stage-file.ts";
import { ClearError, reasonOf } from "../local/terminal/clear-error.ts";
import {
  accountOf,
  concurrencyOfStack,
  concurrencyShortage,
  readConcurrency,
  requireBootstrap,
} from "./aws-account.ts";
import {
  type DeployedStack,
  failedCreationAdvice,
  firstDeploymentNote,
  isFirstDeployment,
  namesOf,
  readStack,
} from "./deployed-stack.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Checks an account before a deployment changes it: it is the expected one, is bootstrapped, has enough concurrency, and no
 * failed first deployment blocks the next one.
 *
 * @returns the account
 * @throws ClearError saying what to do
 */
export async function checkAccount({ account: expected, region, settings }: Deployment, name: string): Promise<string> {
  const account = await accountOf(region, expected);
  await requireBootstrap(account, region);
  const stack = await readStack(name, region);
  // The CDK deletes a failed disposable stage by itself.
  if (!settings.disposable && stack) requireNoFailedCreation(stack);
  if (settings.reservedConcurrency) await checkConcurrency(name, settings, region, stack);
  if (!settings.disposable && isFirstDeployment(stack)) console.log(`${firstDeploymentNote(name)}\n`);
  return account;
}

function requireNoFailedCreation(stack: DeployedStack): void {
  const advice = isFirstDeployment(stack) ? undefined : failedCreationAdvice(stack);
  if (advice) throw new ClearError(advice);
}

async function checkConcurrency(
  name: string,
  { stage, paymentProvider }: Deployment["settings"],
  region: string,
  stack: DeployedStack | undefined,
): Promise<void> {
  const concurrency = await readConcurrency(region, namesOf(stack?.resources ?? [], "AWS::Lambda::Function")).catch(
    (error: unknown) => {
      console.log(`The account's Lambda concurrency cannot be read, so it is not checked: ${reasonOf(error)}\n`);
      return undefined;
    },
  );
  const shortage =
    concurrency &&
    concurrencyShortage(concurrency, {
      stack: name,
      required: concurrencyOfStack(paymentProvider),
      file: stageFile(stage),
    });
  if (shortage) throw new ClearError(shortage);
}
