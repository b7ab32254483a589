import { expect, test, vi } from "vitest";
import { context } from "../../tests/builders/api-requests.ts";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { log } from "../platform/runtime/logging.ts";
import { handler } from "./handler.ts";
import { metricUnits } from "./sweep-metrics.ts";

test("a sweep with nothing due logs its metrics, too", async () => {
  FakeTable.connect();
  vi.stubEnv("STAGE", "prod");
  const line = vi.spyOn(log, "info");

  await handler({}, context);

  expect(line).toHaveBeenLastCalledWith(
    "swept",
    expect.objectContaining({ resumed: 0, stage: "prod", _aws: expect.anything() }),
  );
  expect(Object.keys(line.mock.lastCall?.[1] ?? {})).toEqual(expect.arrayContaining(Object.keys(metricUnits)));
});
