import { existing } from "./account.ts";
import { allBooks, type Books, booksOf } from "./books.ts";
import { cancelIntent } from "./cancel-intent.ts";
import { captureIntent } from "./capture-intent.ts";
import { endAction } from "./confirm-intent.ts";
import { closeDispute, openDispute } from "./disputes.ts";
import type { Fault, FaultMatch } from "./faults.ts";
import { attachMethod, methodFor, newMethod } from "./payment-methods.ts";
import type { ChargeRecord, EventRecord, IntentRecord } from "./records.ts";
import { createRefund, failRefund, settleRefund } from "./refunds.ts";
import { expireHold } from "./release-hold.ts";
import { StripeApi } from "./stripe-api.ts";
import { TEST_CARDS } from "./test-cards.ts";

export { API_VERSION, FAKE_API_KEY, type StripeApiOptions } from "./stripe-api.ts";

/**
 * The part of Stripe's API that the adapter uses, with a memory, and with controls for what happens outside of the API.
 * A control that cannot be done throws: a mistake of the test.
 */
export class StripeFake extends StripeApi {
  /** The customer completes what the payment needs, such as 3-D Secure. */
  completeAction(intent: string): void {
    endAction(this.account, this.#intent(intent), "completed");
  }

  failAction(intent: string): void {
    endAction(this.account, this.#intent(intent), "failed");
  }

  /** The hold runs out now. */
  expireHold(intent: string): void {
    expireHold(this.account, this.#intent(intent));
  }

  cancelInDashboard(intent: string): void {
    cancelIntent(this.account, this.#intent(intent), {});
  }

  captureInDashboard(intent: string, amount?: number, isFinal = true): void {
    const request = { final_capture: isFinal, ...(amount !== undefined && { amount_to_capture: amount }) };
    captureIntent(this.account, this.#intent(intent), request);
  }

  /** Gives back a part or all on Stripe's own page: without metadata. Returns the refund's id. */
  refundInDashboard(intent: string, amount?: number): string {
    const request = { payment_intent: this.#intent(intent).id, ...(amount !== undefined && { amount }) };
    return createRefund(this.account, request, true).id;
  }

  /** A refund that is pending goes through. */
  settleRefund(refund: string): void {
    this.account.catchUp();
    settleRefund(this.account, existing(this.account.refunds, refund));
  }

  /** A refund fails, days after it was made. */
  failRefund(refund: string, reason?: string): void {
    this.account.catchUp();
    failRefund(this.account, existing(this.account.refunds, refund), reason);
  }

  /** The customer's bank disputes what was captured. Returns the dispute's id. */
  openDispute(intent: string, cause?: { readonly reason: string; readonly isInquiry?: boolean }): string {
    return openDispute(this.account, this.#chargeOf(intent), cause).id;
  }

  closeDispute(dispute: string, result: "won" | "lost"): void {
    this.account.catchUp();
    closeDispute(this.account, existing(this.account.disputes, dispute), result);
  }

  /** Whether later authorizations may be captured several times, or the account may not even ask for that. */
  grantMulticapture(grant: boolean | "notEligible"): void {
    this.account.multicapture = grant === true ? "granted" : grant === false ? "unavailable" : grant;
  }

  /** Returns the customer's id. */
  createCustomer(): string {
    const id = this.account.newId("cus");
    this.account.customers.set(id, { id, created: this.account.seconds(), email: null, metadata: {} });
    return id;
  }

  /** A payment method that the customer has saved: set up, and theirs. Returns its id. */
  saveMethod(customer: string, card: string): string {
    return attachMethod(this.account, methodFor(this.account, card), customer).id;
  }

  /** A payment method as a browser makes it: used once. Returns its id. */
  createMethod(card: string, type = "card"): string {
    return newMethod(this.account, existing(TEST_CARDS, card), type).id;
  }

  /** Plans a fault for the next call that matches. */
  fault(fault: Fault, match?: FaultMatch): void {
    this.faults.plan(fault, match);
  }

  /** What Stripe would have told its listeners, in order. */
  events(): readonly EventRecord[] {
    this.account.catchUp();
    return this.account.events;
  }

  /** The PaymentIntents of an order, in the order in which they were created. */
  intentsOf(order: string): IntentRecord[] {
    this.account.catchUp();
    return [...this.account.intents.values()].filter(({ metadata }) => metadata.order === order);
  }

  books(order: string): Books {
    this.account.catchUp();
    return booksOf(this.account, order);
  }

  allBooks(): Books[] {
    this.account.catchUp();
    return allBooks(this.account);
  }

  /** By its id, or by its client secret. */
  #intent(name: string): IntentRecord {
    this.account.catchUp();
    const [id = ""] = name.split("_secret_");
    return existing(this.account.intents, id);
  }

  #chargeOf(intent: string): ChargeRecord {
    return existing(this.account.charges, this.#intent(intent).latestCharge ?? "");
  }
}
