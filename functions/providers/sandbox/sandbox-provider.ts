import { now } from "../../platform/runtime/request-context.ts";
import { numberSetting } from "../../platform/runtime/settings.ts";
import { derivedId } from "../../platform/values/ids.ts";
import { ProblemError } from "../../platform/values/problems.ts";
import { secondsAfter } from "../../platform/values/time.ts";
import {
  type Authorization,
  type AuthorizeRequest,
  type PaymentProvider,
  ProviderUnavailableError,
  providerTimeout,
} from "../payment-provider.ts";
import type { SandboxAuthorization } from "./sandbox-items.ts";
import {
  authorizationsOf,
  closeAuthorization,
  countTry,
  createAuthorization,
  type NewAuthorization,
} from "./sandbox-ledger.ts";
import {
  countsTries,
  outcomeOf,
  reasonToDecline,
  type SandboxMethod,
  sandboxMethod,
  sandboxMethods,
} from "./sandbox-methods.ts";

/** A bank that moves no money: deterministic, fails on request, and its ledger would show a double charge. */
export const sandboxProvider: PaymentProvider = {
  name: "sandbox",
  get settlesWithin() {
    return lateSeconds() + providerTimeout() / 1_000;
  },
  rejectMethod: (method) => (sandboxMethods.includes(method) ? undefined : `Send one of ${sandboxMethods.join(", ")}.`),
  authorize: (request, signal) => asProvider(() => authorize(request, signal)),

  capture: ({ orderId, key, reference }) =>
    asProvider(async () => {
      const held = await requireAuthorization(orderId, reference);
      const { expires, captureFailsFirst = 0 } = sandboxMethod(held.method);
      if (captureFailsFirst > 0 && (await countTry(orderId, key)) <= captureFailsFirst) {
        throw new ProviderUnavailableError("the sandbox answered 503");
      }
      if (expires) {
        await closeAuthorization(held, "EXPIRED");
        return { outcome: "refused", reason: "the authorization has expired" };
      }
      const captured = await closeAuthorization(held, "CAPTURED");
      return captured ? { outcome: "done" } : { outcome: "refused", reason: `the authorization is ${held.status}` };
    }),

  void: ({ orderId, reference }) =>
    asProvider(async () => {
      const held = await requireAuthorization(orderId, reference);
      const voided = await closeAuthorization(held, "VOIDED");
      return voided ? { outcome: "done" } : { outcome: "refused", reason: `the authorization is ${held.status}` };
    }),

  find: (orderId) => asProvider(() => authorizationsOf(orderId)),
};

async function authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<Authorization> {
  const method = sandboxMethod(request.method);
  const number = countsTries(method) ? await countTry(request.orderId, request.key) : 1;
  const outcome = outcomeOf(method, number);
  if (outcome === "FAILED") throw new ProviderUnavailableError("the sandbox answered 503");
  if (outcome === "LOST") return silence(signal);
  signal.throwIfAborted();
  const entry = await createAuthorization(decide(request, method));
  if (outcome === "STORED_WITHOUT_ANSWER") return silence(signal);
  return entry.status === "DECLINED"
    ? { outcome: "declined", reason: entry.declineReason ?? "declined" }
    : { outcome: "authorized", reference: entry.reference };
}

/** How long after the first try a late authorization appears, in seconds. */
function lateSeconds(): number {
  return numberSetting("SANDBOX_LATE_SECONDS", 60);
}

function decide({ key, orderId, amount, method: name }: AuthorizeRequest, method: SandboxMethod): NewAuthorization {
  const declineReason = reasonToDecline(method, amount);
  return {
    key,
    orderId,
    amount,
    method: name,
    reference: derivedId("sbx", key),
    ...(declineReason === undefined ? { status: "AUTHORIZED" } : { status: "DECLINED", declineReason }),
    appearsAt: secondsAfter(now(), method.appearsLate ? lateSeconds() : 0),
  };
}

/** An authorization that the order's code knows of. */
async function requireAuthorization(orderId: string, reference: string): Promise<SandboxAuthorization> {
  const held = (await authorizationsOf(orderId)).find((one) => one.reference === reference);
  if (!held) throw new Error(`The sandbox knows no authorization ${reference} of ${orderId}.`);
  return held;
}

/** Gives no answer until the caller aborts. */
function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const hangUp = () => reject(new ProviderUnavailableError("the sandbox gave no answer"));
    if (signal.aborted) hangUp();
    else signal.addEventListener("abort", hangUp, { once: true });
  });
}

/** A failure of the sandbox's ledger is a failure of the bank. */
async function asProvider<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProblemError) throw new ProviderUnavailableError(`the sandbox's ledger: ${error.message}`);
    throw error;
  }
}
