import { now } from "../../platform/runtime/request-context.ts";
import { ProblemError } from "../../platform/values/problems.ts";
import {
  type Authorization,
  type AuthorizeRequest,
  type Capture,
  type CaptureRequest,
  type PaymentAttempt,
  type PaymentProvider,
  type ProviderPayment,
  ProviderUnavailableError,
  providerTimeout,
  type Refund,
  type RefundRequest,
} from "../payment-provider.ts";
import {
  authorizationAnswer,
  authorizationAt,
  close,
  confirmAgain,
  newAuthorization,
} from "./sandbox-authorization.ts";
import { capture } from "./sandbox-captures.ts";
import type { SandboxAuthorization } from "./sandbox-items.ts";
import { changeAuthorization, countTry, createAuthorization, readAuthorization } from "./sandbox-ledger.ts";
import { countsTries, outcomeOf, sandboxMethod, sandboxMethods } from "./sandbox-methods.ts";
import { providerPayment } from "./sandbox-payment.ts";
import { refund } from "./sandbox-refunds.ts";
import { lateSeconds } from "./sandbox-settings.ts";

/** A bank that moves no money: deterministic, fails on request, and its ledger would show a double charge. */
export const sandboxProvider: PaymentProvider = {
  name: "sandbox",
  get settlesWithin() {
    return lateSeconds() + providerTimeout() / 1_000;
  },
  closeLeavesMark: false,
  rejectMethod: (method) => (sandboxMethods.includes(method) ? undefined : `Send one of ${sandboxMethods.join(", ")}.`),
  rejectCustomer: () => undefined,
  authorize: (request, signal) => asProvider(signal, () => authorize(request, signal)),
  capture: (request, signal) => asProvider(signal, () => captureOnce(request)),
  close: (attempt, signal) => asProvider(signal, () => changeAuthorization(attempt, close)),
  refund: (request, signal) => asProvider(signal, () => refundOnce(request)),
  retrieve: (attempt, signal) => asProvider(signal, () => retrieve(attempt)),
};

async function authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<Authorization> {
  const method = sandboxMethod(request.method);
  const number = countsTries(method) ? await countTry(request.orderId, request.key) : 1;
  const outcome = outcomeOf(method, number);
  if (outcome === "FAILED") throw new ProviderUnavailableError("the sandbox answered 503");
  if (outcome === "LOST") return silence(signal);
  requireOpen(signal);
  const entry = await createAuthorization(newAuthorization(request, method, now()));
  if (outcome === "STORED_WITHOUT_ANSWER") return silence(signal);
  if (!method.needsAction) return authorizationAnswer(authorizationAt(entry, now()));
  return changeAuthorization(request, (found = entry, moment) => confirmAgain(found, request.tries, moment));
}

async function retrieve(attempt: PaymentAttempt): Promise<ProviderPayment | undefined> {
  const moment = now();
  const found = await readAuthorization(attempt, moment);
  return found && providerPayment(found, moment);
}

async function captureOnce(request: CaptureRequest): Promise<Capture> {
  const { captureFailsFirst } = sandboxMethod(request.method);
  await failFirst(request.orderId, `CAPTURE#${request.captureKey}`, captureFailsFirst);
  return changeAuthorization(request, (found, moment) => capture(requireKnown(found, request), request, moment));
}

async function refundOnce(request: RefundRequest): Promise<Refund> {
  const { refundFailsFirst } = sandboxMethod(request.method);
  await failFirst(request.orderId, `REFUND#${request.refundKey}`, refundFailsFirst);
  return changeAuthorization(request, (found, moment) => refund(requireKnown(found, request), request, moment));
}

/** @throws ProviderUnavailableError at the first tries under a key */
async function failFirst(orderId: string, key: string, tries = 0): Promise<void> {
  if (tries === 0 || (await countTry(orderId, key)) > tries) return;
  throw new ProviderUnavailableError("the sandbox answered 503");
}

/** The authorization that a request names. @throws where the sandbox has another one, or none. */
function requireKnown(
  found: SandboxAuthorization | undefined,
  { orderId, reference }: Pick<CaptureRequest, "orderId" | "reference">,
): SandboxAuthorization {
  if (found?.reference === reference) return found;
  throw new Error(`The sandbox knows no authorization ${reference} of ${orderId}.`);
}

/** Gives no answer until the caller aborts. */
function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const hangUp = () => reject(new ProviderUnavailableError("the sandbox gave no answer"));
    if (signal.aborted) hangUp();
    else signal.addEventListener("abort", hangUp, { once: true });
  });
}

/** @throws where the caller has hung up: the request never reaches the bank. */
function requireOpen(signal: AbortSignal): void {
  if (signal.aborted) throw new ProviderUnavailableError("the call was aborted");
}

/** A failure of the sandbox's ledger is a failure of the bank. */
async function asProvider<Result>(signal: AbortSignal, run: () => Promise<Result>): Promise<Result> {
  requireOpen(signal);
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProblemError) throw new ProviderUnavailableError(`the sandbox's ledger: ${error.message}`);
    throw error;
  }
}
