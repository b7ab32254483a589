import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startEngineTable } from "../../../tests/builders/engine-table.ts";
import { aContext } from "../../../tests/builders/request-context.ts";
import { runInContext } from "../../platform/runtime/request-context.ts";
import { TestedAttempt, unaborted } from "../contract/contract-case.ts";
import { providerContract } from "../contract/provider-contract.ts";
import { ProviderUnavailableError } from "../payment-provider.ts";
import { refundElsewhere } from "./refund-elsewhere.ts";
import { completeAction } from "./sandbox-actions.ts";
import { sandboxProvider } from "./sandbox-provider.ts";
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

describe("the contract of payment providers", () => {
  const contract = providerContract({
    provider: sandboxProvider,
    methods: {
      authorized: "pm_sandbox_ok",
      declined: "pm_sandbox_declined",
      multicapture: "pm_sandbox_multicapture",
      needsAction: "pm_sandbox_action",
      unanswered: "pm_sandbox_timeout_after",
      refundRefused: "pm_sandbox_refund_refused",
      refundFails: "pm_sandbox_refund_fails",
    },
    newOrderId: () => `ord_${randomUUID()}`,
    completeAction: async ({ clientSecret }, result) => void (await completeAction(clientSecret, result)),
    waitForRefunds: async () => wait(lateSeconds()),
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
    expect((await attempt.retrieve())?.refunds).toEqual([{ amount: 700, status: "PENDING" }]);
    expect(await attempt.refund("r1", 301)).toMatchObject({ outcome: "refused" });
    await expect(refundElsewhere(attempt.request.orderId, reference, 301)).rejects.toThrow("300 of what was captured");
  });

  promise("disputed: from the capture on, and refunds are refused", async () => {
    const attempt = await authorized("pm_sandbox_disputed");
    expect(await attempt.retrieve()).not.toHaveProperty("disputed");
    await attempt.capture("c1", 1_000);
    expect(await attempt.retrieve()).toMatchObject({ status: "CAPTURED", disputed: true });
    expect(await attempt.refund("r1", 1_000)).toEqual({ outcome: "refused", reason: "the payment is disputed" });
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
