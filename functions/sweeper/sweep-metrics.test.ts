import { Logger } from "@aws-lambda-powertools/logger";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { aPendingOrder, at, changed, orderInEachSituation, pendingOf } from "../../tests/builders/orders.ts";
import { dueWork } from "../orders/rules/due.ts";
import { postpone } from "../orders/rules/order-transitions.ts";
import { embeddedMetrics } from "../platform/runtime/embedded-metrics.ts";
import { metricUnits, summarize } from "./sweep-metrics.ts";

describe("the metrics of a sweep", () => {
  test("nothing is due: all are 0", () => {
    expect(summarize([], at(60))).toEqual({ oldestPendingSeconds: 0, mostTries: 0, overdueShipments: 0 });
  });

  test("postponed effect: its age counts from its claim", () => {
    let order = aPendingOrder();
    for (const seconds of [30, 60, 120]) order = postpone(order, [], changed(seconds));
    expect(summarize([pendingOf(order)], at(500))).toMatchObject({ oldestPendingSeconds: 500, mostTries: 3 });
  });

  test("several effects: the oldest age and the most tries, also of different orders", () => {
    const fresh = pendingOf(aPendingOrder());
    const due = [{ ...fresh, tries: 9 }, { ...fresh, since: at(-1_000) }, fresh];
    expect(summarize(due, at(40))).toMatchObject({ oldestPendingSeconds: 1_040, mostTries: 9 });
  });

  test("order held for days: its wait counts from the end of its hold", () => {
    const held = { ...aPendingOrder(), holdUntil: at(604_800), payment: { ...aPendingOrder().payment, attempts: [] } };
    const { pending: _, ...unpaid } = held;
    const due = dueWork(unpaid);
    expect(due).toMatchObject({ effect: "WAIT", dueAt: at(604_800) });
    expect(summarize(due ? [due] : [], at(604_830)).oldestPendingSeconds).toBe(30);
  });

  test("effect without the time of its claim (an older version): its age counts from when it was due", () => {
    const { since: _, ...older } = pendingOf(aPendingOrder());
    expect(summarize([{ ...older, dueAt: at(30) }], at(40)).oldestPendingSeconds).toBe(10);
  });

  test("due SHIP effect: counted as an overdue shipment", () => {
    const due = [pendingOf(orderInEachSituation().confirmed), pendingOf(aPendingOrder())];
    expect(summarize(due, at(900)).overdueShipments).toBe(1);
    expect(summarize(due, at(29.999)).overdueShipments).toBe(0);
  });
});

test("the log line of a sweep is in CloudWatch's embedded metric format, with the stage as dimension", () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  onTestFinished(() => written.mockRestore());

  const swept = { resumed: 3, failed: [], ...summarize([], at(0)) };
  new Logger({ logLevel: "INFO" }).info("swept", {
    ...swept,
    ...embeddedMetrics(metricUnits, "prod", 1_700_000_000_000),
  });
  const [[text = ""] = []] = written.mock.calls;

  const line = JSON.parse(String(text));
  const Metrics = Object.entries(metricUnits).map(([Name, Unit]) => ({ Name, Unit }));
  expect(line._aws).toEqual({
    Timestamp: 1_700_000_000_000,
    CloudWatchMetrics: [{ Namespace: "Waybill", Dimensions: [["stage"]], Metrics }],
  });
  expect(line.stage).toBe("prod");
  for (const name of Object.keys(metricUnits)) expect(line[name]).toEqual(expect.any(Number));
});
