import { expect, test } from "vitest";
import { cloud, token } from "./api.ts";
import { auditOf, violatedBy } from "./audit.ts";
import { aProduct, readStock } from "./shop.ts";
import { runTour } from "./tour.ts";

test("docs/tour.md: every command answers as the page shows, and the unit that was cancelled is in stock again", async () => {
  const sku = await aProduct({ stock: 10 });
  const environment = { API: cloud.apiUrl, STAFF: await token("staff", "sam"), SKU: sku };
  await runTour({ page: "tour.md", environment }, "$ORDER");
  expect(await readStock(sku)).toEqual({ available: 7, reserved: 0 });
}, 120_000);

test("docs/warehouse-tour.md: every command answers as the page shows, and nothing of it violates an invariant", async () => {
  const environment = {
    API: cloud.apiUrl,
    STAFF: await token("staff", "sam"),
    ALICE: await token("customer", "alice"),
    OPERATOR: await token("operator", "olga"),
  };
  const printed = await runTour({ page: "warehouse-tour.md", environment }, "$LAMP $BOTH $WAITING $RETURNED");
  const [lamp = "", ...orders] = printed.split(" ");
  const found = await auditOf(lamp);
  expect([lamp, ...orders].flatMap((subject) => violatedBy(found, subject))).toEqual([]);
}, 240_000);
