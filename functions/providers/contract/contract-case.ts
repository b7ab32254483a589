import assert from "node:assert/strict";
import type { Timestamp } from "../../platform/values/time.ts";
import {
  type AuthorizeRequest,
  type CaptureRequest,
  type NextAction,
  type PaymentProvider,
  type ProviderPayment,
  ProviderUnavailableError,
  type RefundRequest,
} from "../payment-provider.ts";

/** What payment methods a provider has for tests, by what they do. A case is left out where its method is missing. */
export interface ContractMethods {
  readonly authorized: string;
  readonly declined: string;
  /** It may be captured in several parts. */
  readonly multicapture?: string;
  /** The customer has to do something first. */
  readonly needsAction?: string;
  /** The first call to authorize gets no answer. */
  readonly unanswered?: string;
  readonly refundRefused?: string;
  /** Its refunds are accepted and fail later. */
  readonly refundFails?: string;
}

/** A provider as the contract's cases see it. */
export interface ProviderUnderTest {
  readonly provider: PaymentProvider;
  readonly methods: ContractMethods;
  /** The id of an order that the provider has never seen. */
  newOrderId(): string;
  /** Does what the customer has to do; needed with `needsAction`. */
  completeAction?(action: NextAction, result: "completed" | "failed"): Promise<void>;
  /** Waits until refunds have become what they will be. */
  waitForRefunds(): Promise<void>;
}

/** A promise of the port that any provider keeps. */
export interface ContractCase {
  readonly name: string;
  readonly needs?: keyof ContractMethods;
  run(tested: TestedProvider): Promise<void>;
}

const CREATED_AT: Timestamp = "2026-11-21T06:00:00.000Z";
const AMOUNT = 1_000;

/** An attempt to pay 10.00 EUR, and the calls about it. */
export class TestedAttempt {
  readonly request: AuthorizeRequest;
  readonly #provider: PaymentProvider;
  #reference: string | undefined;

  constructor(provider: PaymentProvider, orderId: string, method: string, attempt: string) {
    this.#provider = provider;
    this.request = {
      orderId,
      key: `${orderId}/${attempt}`,
      amount: { amount: AMOUNT, currency: "EUR" },
      method,
      createdAt: CREATED_AT,
      tries: 0,
    };
  }

  async authorize(tries = 0, signal = unaborted()) {
    const answer = await this.#provider.authorize({ ...this.request, tries }, signal);
    this.#reference = answer.reference ?? this.#reference;
    return answer;
  }

  captureRequest(captureKey: string, captureAmount: number, more: Partial<CaptureRequest> = {}): CaptureRequest {
    const key = `${this.request.orderId}/${captureKey}`;
    return { ...this.#known(), captureKey: key, captureAmount, capturedBefore: 0, final: true, ...more };
  }

  capture(captureKey: string, captureAmount: number, more: Partial<CaptureRequest> = {}, signal = unaborted()) {
    return this.#provider.capture(this.captureRequest(captureKey, captureAmount, more), signal);
  }

  close(signal = unaborted()) {
    return this.#provider.close(this.#reference === undefined ? this.request : this.#known(), signal);
  }

  refund(refundKey: string, refundAmount: number, signal = unaborted()) {
    const request: RefundRequest = { ...this.#known(), refundKey: this.keyOf(refundKey), refundAmount };
    return this.#provider.refund(request, signal);
  }

  /** The key of a refund as the provider tells it. */
  keyOf(refundKey: string): string {
    return `${this.request.orderId}/${refundKey}`;
  }

  /** How the provider knows the attempt; undefined where it does not. */
  retrieve(): Promise<ProviderPayment | undefined> {
    return this.#provider.retrieve(this.#reference === undefined ? this.request : this.#known(), unaborted());
  }

  /** Status and captured amount at the provider, and what it gave back or will. */
  async state() {
    const payment = await this.retrieve();
    const refunds = payment?.refunds.filter(({ status }) => status !== "FAILED") ?? [];
    return {
      status: payment?.status,
      captured: payment?.captured ?? 0,
      refunded: refunds.reduce((sum, { amount }) => sum + amount, 0),
    };
  }

  #known() {
    if (this.#reference === undefined) throw new Error("The case did not authorize the attempt.");
    return { ...this.request, reference: this.#reference };
  }
}

/** The provider under test, with attempts to make. */
export class TestedProvider {
  readonly given: ProviderUnderTest;

  constructor(given: ProviderUnderTest) {
    this.given = given;
  }

  /** An attempt that the provider has not seen yet. */
  newAttempt(method: keyof ContractMethods = "authorized", orderId = this.given.newOrderId(), attempt = "a1") {
    const name = this.given.methods[method];
    if (name === undefined) throw new Error(`The provider under test has no method for "${method}".`);
    return new TestedAttempt(this.given.provider, orderId, name, attempt);
  }

  async authorized(method: keyof ContractMethods = "authorized"): Promise<TestedAttempt> {
    const attempt = this.newAttempt(method);
    assert.equal((await attempt.authorize()).outcome, "authorized");
    return attempt;
  }

  async captured(method: keyof ContractMethods = "authorized", amount = AMOUNT): Promise<TestedAttempt> {
    const attempt = await this.authorized(method);
    assert.deepEqual(await attempt.capture("c1", amount), { outcome: "captured", closed: true });
    return attempt;
  }

  /** An attempt that waits for the customer, and the action. */
  async waiting() {
    const attempt = this.newAttempt("needsAction");
    const answer = await attempt.authorize();
    assert.ok(answer.outcome === "actionRequired", `no action was required: ${answer.outcome}`);
    return { attempt, nextAction: answer.nextAction };
  }

  async completeAction(action: NextAction, result: "completed" | "failed"): Promise<void> {
    if (!this.given.completeAction) throw new Error("The provider under test does not say how an action is completed.");
    await this.given.completeAction(action, result);
  }
}

export function unaborted(): AbortSignal {
  return new AbortController().signal;
}

/** @throws where a call does not say that its outcome is unknown. */
export async function requireUnavailable(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, ProviderUnavailableError);
}
