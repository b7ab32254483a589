import { setTimeout as sleep, setImmediate as soon } from "node:timers/promises";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, aProviderPayment } from "../../tests/builders/fake-provider.ts";
import { orderInEachSituation } from "../../tests/builders/orders.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { loadProvider } from "../providers/load-provider.ts";
import type { PaymentProvider } from "../providers/payment-provider.ts";
import { OrderChangedError } from "./order-table.ts";
import { refreshAfterHint, refreshOrder } from "./refresh-order.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { writeOrder } from "./write-order.ts";

/** The one order that is stored. */
let stored: Order | undefined;

vi.mock(import("../providers/load-provider.ts"), async (original) => ({
  ...(await original()),
  loadProvider: vi.fn(),
}));
vi.mock(import("./order-table.ts"), async (original) => ({
  ...(await original()),
  loadOrder: async (id) => {
    await soon();
    return stored?.id === id ? stored : undefined;
  },
}));
vi.mock(import("./write-order.ts"), async () => ({ writeOrder: vi.fn() }));

const { toBePacked: paid, leaving, cancelled } = orderInEachSituation();

/** What the provider has of the order's payment; a refund on its own page makes it more. */
let refundedElsewhere: number;
const retrieve = vi.fn<PaymentProvider["retrieve"]>();

beforeEach(() => {
  stored = paid;
  refundedElsewhere = 0;
  retrieve.mockReset().mockImplementation(async () => asked());
  vi.mocked(loadProvider).mockResolvedValue(aProvider({ retrieve }));
  vi.mocked(writeOrder)
    .mockReset()
    .mockImplementation(async (before, next) => {
      await soon();
      if (stored?.version !== before.version) throw new OrderChangedError(before.id);
      stored = next;
    });
});

function asked() {
  return aProviderPayment({
    status: "AUTHORIZED",
    refunds: refundedElsewhere === 0 ? [] : [{ reference: "re_1", amount: refundedElsewhere, status: "DONE" }],
  });
}

function hint(id: OrderId = paid.id): Promise<void> {
  return runInContext(aContext({ actor: "system:webhooks" }), () => refreshAfterHint(id));
}

function now(): Order {
  if (!stored) throw new Error("No order is stored.");
  return stored;
}

/** The order is at rest, and knows what the provider has. */
function expectRefreshed(amount: number): void {
  expect(now().payment.attempts[0]?.refundedElsewhere).toBe(amount);
  expect(now().payment.refresh).toBeUndefined();
  expect(now().pending?.effect).not.toBe("REFRESH");
}

describe("after a hint", () => {
  test("the provider is asked, and what differs is recorded", async () => {
    refundedElsewhere = 500;
    await hint();
    expectRefreshed(500);
    expect(retrieve).toHaveBeenCalledTimes(1);
  });

  test("during a look that began before: the provider is asked again, by whoever looked", async () => {
    let lookedAt: (() => void) | undefined;
    retrieve.mockImplementationOnce(async () => {
      const before = asked();
      await new Promise<void>((resolve) => {
        lookedAt = resolve;
      });
      return before;
    });
    const first = hint();
    await vi.waitFor(() => expect(lookedAt).toBeDefined());

    refundedElsewhere = 700;
    await hint();
    expect(retrieve).toHaveBeenCalledTimes(1);
    expect(now()).toMatchObject({ pending: { effect: "REFRESH" }, payment: { refresh: true } });
    lookedAt?.();
    await first;

    expectRefreshed(700);
  });

  test("a hundred at once: nothing is lost, and the provider is asked a few times", async () => {
    retrieve.mockImplementation(async () => {
      await sleep(200);
      return asked();
    });
    const all = Array.from({ length: 100 }, async () => {
      refundedElsewhere += 1;
      await hint();
    });
    await Promise.all(all);
    expectRefreshed(100);
    expect(retrieve.mock.calls.length).toBeLessThan(10);
  });

  test("while something else is in flight: the order is marked, and nobody is asked here", async () => {
    stored = leaving;
    await hint(leaving.id);
    expect(now()).toMatchObject({
      pending: { effect: "CAPTURE" },
      payment: { refresh: true },
      version: leaving.version + 1,
    });
    expect(retrieve).not.toHaveBeenCalled();

    await hint(leaving.id);
    expect(now().version).toBe(leaving.version + 1);
  });

  test("of which the provider can tell nothing new: nothing is written", async () => {
    stored = cancelled;
    await hint(cancelled.id);
    expect(writeOrder).not.toHaveBeenCalled();
  });

  test("about an order that does not exist: 404", async () => {
    stored = undefined;
    await expect(hint()).rejects.toMatchObject({ code: "not_found" });
  });

  test("again and again: it is left to the sweeper, and is no error", async () => {
    retrieve.mockImplementation(async () => {
      await hint(); // one more for each look
      return asked();
    });
    await hint();
    expect(now().pending?.effect).toBe("REFRESH");
    expect(retrieve.mock.calls.length).toBeLessThanOrEqual(12);
  });
});

test("staff ask during a look: they get what the provider has now", async () => {
  const staff = { subject: "sam", role: "staff", reach: "any" } as const;
  retrieve.mockImplementationOnce(async () => {
    const before = asked();
    refundedElsewhere = 300;
    return before;
  });
  await hint();
  const { order } = await runInContext(aContext({ actor: "staff:sam" }), () => refreshOrder(paid.id, staff));
  expect(order.payment.attempts[0]?.refundedElsewhere).toBe(300);
});
