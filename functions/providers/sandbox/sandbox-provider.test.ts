import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startEngineTable } from "../../../tests/builders/engine-table.ts";
import { aContext } from "../../../tests/builders/request-context.ts";
import { currentContext, now, runInContext } from "../../platform/runtime/request-context.ts";
import { tableClient } from "../../platform/table/table-client.ts";
import { TestedAttempt, unaborted } from "../contract/contract-case.ts";
import { providerContract } from "../contract/provider-contract.ts";
import type { BankBooks } from "../contract/provider-under-test.ts";
import { TestNetwork } from "../contract/test-network.ts";
import { type PaymentProvider, ProviderUnavailableError } from "../payment-provider.ts";
import { refundElsewhere } from "./refund-elsewhere.ts";
import { completeAction } from "./sandbox-actions.ts";
import { authorizationAt, capturedOf } from "./sandbox-authorization.ts";
import type { SandboxAuthorization } from "./sandbox-items.ts";
import { authorizationsOf } from "./sandbox-ledger.ts";
import { sandboxProvider } from "./sandbox-provider.ts";
import { refundsAt } from "./sandbox-refunds.ts";
import { holdSeconds, lateSeconds } from "./sandbox-settings.ts";

let stop: () => Promise<void>;
let waited = 0;

beforeAll(async () => {
  ({ stop } = await startEngineTable());
}, 120_000);
afterAll(() => stop());
beforeEach(() => {
  waited = 0;
});

function wait(seconds: number): void {
  waited += seconds * 1_000;
}

function promise(name: string, run: () => Promise<void>): void {
  test(name, () => runInContext(aContext({ clock: () => Date.now() + waited }), run));
}

function anAttempt(method: string): TestedAttempt {
  return new TestedAttempt(sandboxProvider, `ord_${randomUUID()}`, method, "a1");
}

async function authorized(method: string): Promise<TestedAttempt> {
  const attempt = anAttempt(method);
  expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
  return attempt;
}

/** Sends a call and hangs up after a moment. */
async function sendInVain(call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const answer = call(controller.signal);
  setTimeout(() => controller.abort(), 200);
  await expect(answer).rejects.toThrow(ProviderUnavailableError);
}

/** The sandbox as if each of its methods were one message to a bank. */
function overNetwork(provider: PaymentProvider, network: TestNetwork): PaymentProvider {
  const send = async <Request, Answer>(
    call: (request: Request, signal: AbortSignal) => Promise<Answer>,
    request: Request,
    signal: AbortSignal,
  ) => {
    try {
      return await network.send((live = unaborted()) => call(request, live), signal);
    } catch (error) {
      const isLost = error instanceof TypeError || error === signal.reason;
      throw isLost ? new ProviderUnavailableError("the connection was lost") : error;
    }
  };
  return {
    ...provider,
    authorize: (request, signal) => send(provider.authorize, request, signal),
    capture: (request, signal) => send(provider.capture, request, signal),
    close: (request, signal) => send(provider.close, request, signal),
    refund: (request, signal) => send(provider.refund, request, signal),
    retrieve: (request, signal) => send(provider.retrieve, request, signal),
  };
}

/** No read or write of the ledger is answered, and no time is left to try again. */
async function whileLedgerFails(run: () => Promise<void>): Promise<void> {
  const $metadata = { httpStatusCode: 503 };
  const failure = Object.assign(new Error("the table is down"), { name: "ServiceUnavailable", $metadata });
  tableClient.middlewareStack.add(() => () => Promise.reject(failure), { step: "initialize", name: "outage" });
  try {
    await runInContext({ ...currentContext(), deadline: 0 }, run);
  } finally {
    tableClient.middlewareStack.remove("outage");
  }
}

/** What the ledger says of an order, over all its authorizations. */
async function booksOf(orderId: string): Promise<BankBooks> {
  const entries = (await authorizationsOf(orderId)).map((entry) => authorizationAt(entry, now()));
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const isHeld = ({ status }: SandboxAuthorization) => status === "AUTHORIZED";
  const given = entries.flatMap((entry) => refundsAt(entry, now()).filter(({ status }) => status !== "FAILED"));
  return {
    held: sum(entries.filter(isHeld).map((entry) => entry.amount.amount - capturedOf(entry))),
    captured: sum(entries.map(capturedOf)),
    refunded: sum(given.map(({ amount }) => amount)),
  };
}

describe("the contract of payment providers", () => {
  const network = new TestNetwork();
  const contract = providerContract({
    provider: overNetwork(sandboxProvider, network),
    network,
    methods: {
      authorized: "pm_sandbox_ok",
      declined: "pm_sandbox_declined",
      multicapture: "pm_sandbox_multicapture",
      needsAction: "pm_sandbox_action",
      refundRefused: "pm_sandbox_refund_refused",
      refundFails: "pm_sandbox_refund_fails",
      disputed: "pm_sandbox_disputed",
    },
    newOrderId: () => `ord_${randomUUID()}`,
    completeAction: async ({ clientSecret }, result) => void (await completeAction(clientSecret, result)),
    saved: { method: "pm_sandbox_ok", customer: "cus_1" },
    now: () => Date.now() + waited,
    waitForBank: async () => wait(lateSeconds()),
    letExpire: async () => wait(holdSeconds()),
    refundElsewhere: ({ orderId, reference }, amount) => refundElsewhere(orderId, reference, amount),
    whileBankFails: whileLedgerFails,
    books: booksOf,
    cannotShow: { whileKeyRefused: "the sandbox asks for no key" },
  });
  for (const { name, run } of contract) promise(name, run);
});

describe("calls without an answer", () => {
  promise("lost before the bank saw it: unknown there, the next try is answered", async () => {
    const attempt = anAttempt("pm_sandbox_timeout_before");
    await sendInVain((signal) => attempt.authorize(0, signal));
    expect(await attempt.retrieve()).toBeUndefined();
    expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
  });

  promise("lost after the bank acted: authorized there", async () => {
    const attempt = anAttempt("pm_sandbox_timeout_after");
    await sendInVain((signal) => attempt.authorize(0, signal));
    expect(await attempt.state()).toMatchObject({ status: "AUTHORIZED" });
  });

  promise("late: neither found nor closed until it appears, within the time that the sandbox promises", async () => {
    const attempt = anAttempt("pm_sandbox_late");
    await sendInVain((signal) => attempt.authorize(0, signal));
    expect(await attempt.retrieve()).toBeUndefined();
    expect(await attempt.close()).toEqual({ isKnown: false, wasHeld: false });
    expect(lateSeconds()).toBeLessThan(sandboxProvider.settlesWithin);
    wait(lateSeconds());
    expect(await attempt.state()).toMatchObject({ status: "AUTHORIZED" });
    expect(await attempt.close()).toEqual({ isKnown: true, wasHeld: true });
  });

  promise("503 three times: the fourth capture is made", async () => {
    const attempt = await authorized("pm_sandbox_capture_flaky");
    for (let failed = 0; failed < 3; failed++) {
      await expect(attempt.capture("c1", 1_000)).rejects.toThrow(ProviderUnavailableError);
    }
    expect(await attempt.capture("c1", 1_000)).toEqual({ outcome: "captured", closed: true });
  });

  promise("503 three times: the fourth refund is made", async () => {
    const attempt = await authorized("pm_sandbox_refund_flaky");
    await attempt.capture("c1", 1_000);
    for (let failed = 0; failed < 3; failed++) {
      await expect(attempt.refund("r1", 400)).rejects.toThrow(ProviderUnavailableError);
    }
    expect(await attempt.refund("r1", 400)).toEqual({ outcome: "accepted" });
  });
});

promise("off-session, a method that needs an action: declined, and why; any customer may have saved it", async () => {
  const attempt = anAttempt("pm_sandbox_action");
  const request = { ...attempt.request, customer: "cus_1", offSession: true };
  const declined = { outcome: "declined", reason: "the customer is not there to act" };
  expect(sandboxProvider.rejectCustomer?.("cus_1")).toBeUndefined();
  for (const tries of [0, 0, 1]) {
    expect(await sandboxProvider.authorize({ ...request, tries }, unaborted())).toMatchObject(declined);
  }
  expect(await attempt.retrieve()).toMatchObject({ status: "DECLINED" });
});

describe("an authorization runs out", () => {
  promise("after a week: the money is let go of, a capture is refused", async () => {
    const attempt = await authorized("pm_sandbox_ok");
    wait(holdSeconds());
    expect(await attempt.state()).toMatchObject({ status: "EXPIRED" });
    expect(await attempt.capture("c1", 1_000)).toEqual({
      outcome: "refused",
      reason: "the authorization has expired",
    });
    expect(await attempt.close()).toEqual({ isKnown: true, wasHeld: true });
    expect(await attempt.authorize(1)).toMatchObject({ outcome: "declined" });
    expect(await attempt.state()).toMatchObject({ status: "EXPIRED", captured: 0 });
  });

  promise("partly captured: what was captured stays", async () => {
    const attempt = await authorized("pm_sandbox_multicapture");
    await attempt.capture("c1", 400, { final: false });
    wait(holdSeconds());
    expect(await attempt.capture("c2", 600, { capturedBefore: 400 })).toMatchObject({ outcome: "refused" });
    expect(await attempt.state()).toMatchObject({ status: "CAPTURED", captured: 400 });
  });

  promise("the answer and what is retrieved say when", async () => {
    vi.stubEnv("SANDBOX_HOLD_SECONDS", "90");
    const attempt = anAttempt("pm_sandbox_multicapture");
    const answer = await attempt.authorize();
    const payment = await attempt.retrieve();
    vi.unstubAllEnvs();
    expect(answer).toMatchObject({ outcome: "authorized", multicapture: true, expiresAt: payment?.expiresAt });
    expect(payment).toMatchObject({ multicapture: true });
    wait(89);
    expect(await attempt.state()).toMatchObject({ status: "AUTHORIZED" });
    wait(1);
    expect(await attempt.state()).toMatchObject({ status: "EXPIRED" });
  });

  promise("pm_sandbox_expires: held until the capture, which is refused", async () => {
    const attempt = await authorized("pm_sandbox_expires");
    expect(await attempt.state()).toMatchObject({ status: "AUTHORIZED" });
    expect(await attempt.capture("c1", 1_000)).toMatchObject({ outcome: "refused" });
    expect(await attempt.state()).toMatchObject({ status: "EXPIRED", captured: 0 });
  });
});

describe("after the capture", () => {
  promise("a refund takes its time", async () => {
    const attempt = await authorized("pm_sandbox_ok");
    await attempt.capture("c1", 1_000);
    await attempt.refund("r1", 300);
    expect((await attempt.retrieve())?.refunds).toMatchObject([{ amount: 300, status: "PENDING" }]);
    wait(lateSeconds());
    expect((await attempt.retrieve())?.refunds).toMatchObject([{ amount: 300, status: "DONE" }]);
  });

  promise("a refund made elsewhere carries no key, and leaves less to be refunded", async () => {
    const attempt = await authorized("pm_sandbox_ok");
    await attempt.capture("c1", 1_000);
    const { reference = "" } = (await attempt.retrieve()) ?? {};
    await refundElsewhere(attempt.request.orderId, reference, 700);
    expect((await attempt.retrieve())?.refunds).toEqual([
      { reference: expect.stringMatching(/^sbx_/), amount: 700, status: "PENDING" },
    ]);
    expect(await attempt.refund("r1", 301)).toMatchObject({ outcome: "refused" });
    await expect(refundElsewhere(attempt.request.orderId, reference, 301)).rejects.toThrow("300 of what was captured");
  });

  promise("half is given back on the bank's own page, late: less is left to be refunded", async () => {
    const attempt = await authorized("pm_sandbox_refunded_elsewhere");
    await attempt.capture("c1", 1_000);
    expect((await attempt.retrieve())?.refunds).toEqual([]);
    wait(lateSeconds());
    const elsewhere = { reference: expect.stringMatching(/^sbx_/), amount: 500, status: "PENDING" };
    expect((await attempt.retrieve())?.refunds).toEqual([elsewhere]);
    expect(await attempt.refund("r1", 501)).toMatchObject({ outcome: "refused" });
    expect(await attempt.refund("r2", 500)).toMatchObject({ outcome: "accepted" });
    expect((await attempt.retrieve())?.refunds).toEqual([
      { key: attempt.keyOf("r2"), amount: 500, status: "PENDING" },
      elsewhere,
    ]);
  });

  promise("what was given back on the bank's own page fails as late again: it may be refunded after that", async () => {
    const attempt = await authorized("pm_sandbox_refunded_elsewhere_fails");
    await attempt.capture("c1", 1_000);
    wait(lateSeconds());
    const [given] = (await attempt.retrieve())?.refunds ?? [];
    expect(given).toMatchObject({ amount: 500, status: "PENDING" });
    wait(lateSeconds());
    expect((await attempt.retrieve())?.refunds).toEqual([{ ...given, status: "FAILED" }]);
    expect(await attempt.refund("r1", 1_000)).toMatchObject({ outcome: "accepted" });
    wait(lateSeconds());
    expect((await attempt.retrieve())?.refunds).toMatchObject([
      { amount: 1_000, status: "DONE" },
      { status: "FAILED" },
    ]);
  });

  promise("disputed: from the capture on, and refunds are refused", async () => {
    const attempt = await authorized("pm_sandbox_disputed");
    expect(await attempt.retrieve()).not.toHaveProperty("disputes");
    await attempt.capture("c1", 1_000);
    const open = { reference: expect.stringMatching(/^sbx_/), amount: 1_000, status: "OPEN" };
    expect(await attempt.retrieve()).toMatchObject({ status: "CAPTURED", disputes: [open] });
    expect(await attempt.refund("r1", 1_000)).toEqual({ outcome: "refused", reason: "the payment is disputed" });
    wait(lateSeconds());
    expect(await attempt.retrieve()).toMatchObject({ disputes: [open] });
  });

  promise("a dispute that the shop wins: refunds are made after it", async () => {
    const attempt = await authorized("pm_sandbox_dispute_won");
    await attempt.capture("c1", 1_000);
    expect(await attempt.refund("r1", 400)).toMatchObject({ outcome: "refused" });
    wait(lateSeconds());
    expect(await attempt.retrieve()).toMatchObject({ disputes: [{ amount: 1_000, status: "WON" }] });
    expect(await attempt.refund("r1", 400)).toEqual({ outcome: "accepted" });
  });

  promise("a dispute that the shop loses: nothing is left to be refunded", async () => {
    const attempt = await authorized("pm_sandbox_dispute_lost");
    await attempt.capture("c1", 1_000);
    wait(lateSeconds());
    expect(await attempt.retrieve()).toMatchObject({ disputes: [{ amount: 1_000, status: "LOST" }] });
    expect(await attempt.refund("r1", 1)).toMatchObject({
      outcome: "refused",
      reason: "0 of what was captured can be refunded, and not 1",
    });
  });

  promise("a refund made elsewhere fails late where the card's refunds do", async () => {
    const attempt = await authorized("pm_sandbox_refund_fails");
    await attempt.capture("c1", 1_000);
    const { reference = "" } = (await attempt.retrieve()) ?? {};
    await refundElsewhere(attempt.request.orderId, reference, 700);
    wait(lateSeconds());
    expect((await attempt.retrieve())?.refunds).toMatchObject([{ amount: 700, status: "FAILED" }]);
  });
});

describe("requests that contradict the ledger fail, and are no answer of a bank", () => {
  promise("a capture or refund of an unknown authorization", async () => {
    const attempt = anAttempt("pm_sandbox_ok");
    const unknown = { ...attempt.request, reference: "sbx_1" };
    const capture = { ...unknown, captureKey: "c", captureAmount: 1, capturedBefore: 0, final: true };
    const refund = { ...unknown, refundKey: "r", refundAmount: 1 };
    await expect(sandboxProvider.capture(capture, unaborted())).rejects.toThrow("knows no authorization sbx_1");
    await expect(sandboxProvider.refund(refund, unaborted())).rejects.toThrow("knows no authorization sbx_1");
  });

  promise("a capture by a book that does not know of an earlier one", async () => {
    const attempt = await authorized("pm_sandbox_multicapture");
    await attempt.capture("c1", 400, { final: false });
    await expect(attempt.capture("c2", 400)).rejects.toThrow("captured 400 of");
    expect(await attempt.state()).toMatchObject({ captured: 400 });
  });
});
