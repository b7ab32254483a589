import assert from "node:assert/strict";
import {
  type AuthorizeRequest,
  type CaptureRequest,
  type NextAction,
  type PaymentProvider,
  ProviderMisconfiguredError,
  type ProviderPayment,
  ProviderUnavailableError,
  type RefundRequest,
} from "../payment-provider.ts";
import type { Ability, BankBooks, ProviderUnderTest, SavedMethod, TestMethods } from "./provider-under-test.ts";
import type { TestNetwork } from "./test-network.ts";

/** A promise of the port that any provider keeps. */
export interface ContractCase {
  readonly name: string;
  /** What the provider under test has to have for it. */
  readonly needs?: readonly Ability[];
  run(tested: TestedProvider): Promise<void>;
}

/** A case of the contract for one provider. */
export interface NamedCase {
  readonly name: string;
  /** @throws where the provider breaks the promise. */
  readonly run: () => Promise<void>;
}

/** Minor units of each attempt. */
export const AMOUNT = 1_000;

/** What an attempt may say beside its method. */
export type AttemptFields = Partial<Pick<AuthorizeRequest, "createdAt" | "customer" | "offSession">>;

/** What an attempt has at the bank. */
export interface AttemptState {
  readonly status: ProviderPayment["status"] | undefined;
  readonly captured: number;
  readonly refunded: number;
}

/** An attempt to pay 10.00 EUR, and the calls about it. */
export class TestedAttempt {
  readonly request: AuthorizeRequest;
  readonly #provider: PaymentProvider;
  #reference: string | undefined;

  constructor(provider: PaymentProvider, orderId: string, method: string, attempt: string, fields: AttemptFields = {}) {
    this.#provider = provider;
    this.request = {
      orderId,
      key: `${orderId}/${attempt}`,
      amount: { amount: AMOUNT, currency: "EUR" },
      method,
      createdAt: new Date().toISOString(),
      tries: 0,
      ...fields,
    };
  }

  async authorize(tries = 0, signal = unaborted()) {
    const answer = await this.#provider.authorize({ ...this.#asKnown(), tries }, signal);
    this.#reference = answer.reference ?? this.#reference;
    return answer;
  }

  captureRequest(captureKey: string, captureAmount: number, more: Partial<CaptureRequest> = {}): CaptureRequest {
    const key = `${this.request.orderId}/${captureKey}`;
    return { ...this.known(), captureKey: key, captureAmount, capturedBefore: 0, final: true, ...more };
  }

  async capture(captureKey: string, captureAmount: number, more: Partial<CaptureRequest> = {}, signal = unaborted()) {
    return this.#provider.capture(this.captureRequest(captureKey, captureAmount, more), signal);
  }

  async close(signal = unaborted()) {
    return this.#provider.close(this.#asKnown(), signal);
  }

  /** Closes it as an order does that never had an answer. */
  async closeWithoutReference() {
    return this.#provider.close(this.request, unaborted());
  }

  async refund(refundKey: string, refundAmount: number, signal = unaborted()) {
    const request: RefundRequest = { ...this.known(), refundKey: this.keyOf(refundKey), refundAmount };
    return this.#provider.refund(request, signal);
  }

  /** The key of a refund as the provider tells it. */
  keyOf(refundKey: string): string {
    return `${this.request.orderId}/${refundKey}`;
  }

  /** How the provider knows the attempt; undefined where it does not. */
  async retrieve(signal = unaborted()): Promise<ProviderPayment | undefined> {
    return this.#provider.retrieve(this.#asKnown(), signal);
  }

  /** Status and captured amount at the provider, and what it gave back or will. */
  async state(): Promise<AttemptState> {
    const payment = await this.retrieve();
    const refunds = payment?.refunds.filter(({ status }) => status !== "FAILED") ?? [];
    return {
      status: payment?.status,
      captured: payment?.captured ?? 0,
      refunded: refunds.reduce((sum, { amount }) => sum + amount, 0),
    };
  }

  /** The attempt with its reference. */
  known() {
    if (this.#reference === undefined) throw new Error("The case did not authorize the attempt.");
    return { ...this.request, reference: this.#reference };
  }

  #asKnown(): AuthorizeRequest {
    return this.#reference === undefined ? this.request : this.known();
  }
}

/** The provider under test, with attempts to make. */
export class TestedProvider {
  readonly given: ProviderUnderTest;

  constructor(given: ProviderUnderTest) {
    this.given = given;
  }

  get network(): TestNetwork {
    return this.given.network;
  }

  /** An attempt that the provider has not seen yet. */
  newAttempt(
    method: keyof TestMethods | SavedMethod = "authorized",
    { orderId = this.given.newOrderId(), attempt = "a1", ...fields }: NewAttempt = {},
  ): TestedAttempt {
    const name = typeof method === "string" ? this.given.methods[method] : method.method;
    if (name === undefined) throw new Error(`The provider under test has no method for "${method}".`);
    const createdAt = new Date(this.given.now?.() ?? Date.now()).toISOString();
    return new TestedAttempt(this.given.provider, orderId, name, attempt, { createdAt, ...fields });
  }

  async authorized(method: keyof TestMethods = "authorized"): Promise<TestedAttempt> {
    const attempt = this.newAttempt(method);
    assert.equal((await attempt.authorize()).outcome, "authorized");
    return attempt;
  }

  async captured(method: keyof TestMethods = "authorized", amount = AMOUNT): Promise<TestedAttempt> {
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
    if (!this.given.completeAction) throw notOffered("completeAction");
    await this.given.completeAction(action, result);
  }

  async letExpire(attempt: TestedAttempt): Promise<void> {
    if (!this.given.letExpire) throw notOffered("letExpire");
    await this.given.letExpire(attempt.known());
  }

  async refundElsewhere(attempt: TestedAttempt, amount: number): Promise<void> {
    if (!this.given.refundElsewhere) throw notOffered("refundElsewhere");
    await this.given.refundElsewhere(attempt.known(), amount);
  }

  async whileBankFails(run: () => Promise<void>): Promise<void> {
    if (!this.given.whileBankFails) throw notOffered("whileBankFails");
    await this.given.whileBankFails(run);
  }

  async whileKeyRefused(run: () => Promise<void>): Promise<void> {
    if (!this.given.whileKeyRefused) throw notOffered("whileKeyRefused");
    await this.given.whileKeyRefused(run);
  }

  /** @throws where the attempt, alone in its order, does not stand so: as the provider tells it, and in the bank's books. */
  async requireState(attempt: TestedAttempt, expected: AttemptState): Promise<void> {
    assert.deepEqual(await attempt.state(), expected);
    if (!this.given.books) return;
    const held = expected.status === "AUTHORIZED" ? AMOUNT - expected.captured : 0;
    const { captured, refunded } = expected;
    assert.deepEqual(await this.given.books(attempt.request.orderId), { held, captured, refunded }, "the bank's books");
  }

  /** @throws where anything is held, captured or given back of the order: as the provider tells it, and in the bank's books. */
  async requireNothing(attempt: TestedAttempt): Promise<void> {
    const { status, captured, refunded } = await attempt.state();
    assert.ok(status !== "AUTHORIZED" && status !== "CAPTURED", `it is ${status}`);
    assert.deepEqual({ captured, refunded }, { captured: 0, refunded: 0 });
    const nothing: BankBooks = { held: 0, captured: 0, refunded: 0 };
    if (this.given.books)
      assert.deepEqual(await this.given.books(attempt.request.orderId), nothing, "the bank's books");
  }
}

function notOffered(ability: Ability): Error {
  return new Error(`The provider under test does not offer "${ability}".`);
}

type NewAttempt = AttemptFields & { readonly orderId?: string; readonly attempt?: string };

export function unaborted(): AbortSignal {
  return new AbortController().signal;
}

/** What a call answers; "unavailable" where its outcome is unknown. @throws any other error, also that we are misconfigured */
export async function answerOf<Answer>(call: Promise<Answer>): Promise<Answer | "unavailable"> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError) || error instanceof ProviderMisconfiguredError) throw error;
    return "unavailable";
  }
}

/** @throws where a call does not say that its outcome is unknown. */
export async function requireUnavailable(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, ProviderUnavailableError);
}
