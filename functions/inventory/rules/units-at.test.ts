import { expect, test } from "vitest";
import { units } from "../../../tests/builders/products.ts";
import { LocationId, MAIN } from "./location.ts";
import { addUp, heldDifference } from "./units-at.ts";

const { sku } = units("MUG", 1);
const BERLIN = LocationId.parse("berlin");
const two = { sku, location: MAIN, quantity: 2 };
const three = { sku, location: BERLIN, quantity: 3 };

test("units of a product at a location are added up; none of 0 are left", () => {
  expect(addUp([two, three, two, { ...three, quantity: -3 }])).toEqual([{ ...two, quantity: 4 }]);
});

test("the difference has what came and what went, by location", () => {
  expect(heldDifference([two], [{ ...two, quantity: 3 }, three])).toEqual([{ ...two, quantity: 1 }, three]);
  expect(heldDifference([two, three], [two])).toEqual([{ ...three, quantity: -3 }]);
});
