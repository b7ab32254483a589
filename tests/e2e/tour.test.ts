import { expect, test } from "vitest";
import { cloud, token } from "./api.ts";
import { aProduct, readStock } from "./shop.ts";
import { runTour } from "./tour.ts";

test("docs/tour.md: every command answers as the page shows, and the unit that was cancelled is in stock again", async () => {
  const sku = await aProduct({ stock: 10 });
  await runTour({ environment: { API: cloud.apiUrl, STAFF: await token("staff", "sam"), SKU: sku } });
  expect(await readStock(sku)).toEqual({ available: 7, reserved: 0 });
}, 120_000);
