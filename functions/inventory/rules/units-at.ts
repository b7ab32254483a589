import type { LocationId } from "./location.ts";
import type { Sku } from "./product.ts";

/** Units of one product at one location. */
export interface UnitsAt {
  readonly sku: Sku;
  readonly location: LocationId;
  readonly quantity: number;
}

/** What is held afterwards and was not held before; negative where it was held before and is not afterwards. */
export function heldDifference(before: readonly UnitsAt[], after: readonly UnitsAt[]): UnitsAt[] {
  return addUp([...before.map((units) => ({ ...units, quantity: -units.quantity })), ...after]);
}

/** These units with one entry for each product and location, and none of 0. */
export function addUp(units: readonly UnitsAt[]): UnitsAt[] {
  const sums = new Map<string, UnitsAt>();
  for (const { sku, location, quantity } of units) {
    const { quantity: known = 0 } = sums.get(`${sku}@${location}`) ?? {};
    sums.set(`${sku}@${location}`, { sku, location, quantity: known + quantity });
  }
  return [...sums.values()].filter(({ quantity }) => quantity !== 0);
}
