import { expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { aReturn, withReturnOf } from "../../../tests/builders/returns.ts";
import { exchanged, requireExchangeable, requireExchangedReturn } from "./exchange.ts";
import { CustomerId } from "./order.ts";
import { cancelReturn } from "./return-steps.ts";

const { shipped, confirmed, cancelled, declined } = orderInEachSituation();
const returned = withReturnOf(shipped, { MUG: 1 });
const { id: orderId, customerId } = returned;
const found = aReturn({ status: "APPROVED" });

test("the return is found in the customer's order", () => {
  const wanted = { orderId, returnNumber: 1 };
  expect(requireExchangedReturn(returned, wanted, customerId)).toMatchObject({ returned, found: { number: 1 } });
});

test("another customer's order, none, or another return: refused", () => {
  const wanted = { orderId, returnNumber: 1 };
  for (const refused of [
    () => requireExchangedReturn(undefined, wanted, customerId),
    () => requireExchangedReturn(returned, wanted, CustomerId.parse("bob")),
    () => requireExchangedReturn(returned, { orderId, returnNumber: 2 }, customerId),
  ]) {
    expect(problemThrownBy(refused)).toMatchObject({ code: "unknown_return", errors: [{ path: "exchangeFor" }] });
  }
});

test("a return is exchanged once, unless the order for it came to nothing", () => {
  for (const earlier of [undefined, cancelled, declined]) requireExchangeable(found, earlier);
  expect(problemThrownBy(() => requireExchangeable(found, confirmed))).toMatchObject({
    code: "not_exchangeable",
    message: expect.stringContaining(confirmed.id),
  });
});

test("a return is exchanged once it is approved", () => {
  expect(problemThrownBy(() => requireExchangeable(aReturn({ status: "REQUESTED" }), undefined))).toMatchObject({
    code: "not_exchangeable",
    message: expect.stringContaining("Approve it first"),
  });
  for (const status of ["PARTIALLY_RECEIVED", "RECEIVED"] as const) requireExchangeable(aReturn({ status }), undefined);
});

test("a return of which nothing comes is not exchanged", () => {
  const [none] = cancelReturn(returned, 1, false, changed(11)).returns;
  expect(problemThrownBy(() => none && requireExchangeable(none, undefined))).toMatchObject({
    code: "not_exchangeable",
    message: expect.stringContaining("is CANCELLED"),
  });
});

test("exchanged: the return names the order, in the next version", () => {
  const next = exchanged(returned, found, confirmed.id, at(30));
  expect(next).toMatchObject({ version: returned.version + 1, updatedAt: at(30), lines: returned.lines });
  expect(next.returns).toMatchObject([{ number: 1, exchangeOrderId: confirmed.id, updatedAt: at(30) }]);
});
