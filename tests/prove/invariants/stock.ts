import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { stockListRule } from "../../../functions/audit/rules/stock-list-rule.ts";
import {
  ledgerAddsUp,
  productStockRules,
  reservedEqualsHeld,
  stockRules,
} from "../../../functions/audit/rules/stock-rules.ts";
import type { LocationId } from "../../../functions/inventory/rules/location.ts";
import type { Movement } from "../../../functions/inventory/rules/movement.ts";
import { unitsHeldBy } from "../../../functions/inventory/rules/reservation.ts";
import type { UnitsAt } from "../../../functions/inventory/rules/units-at.ts";
import { allocationsOf } from "../../../functions/orders/rules/line.ts";
import type { Shipment } from "../../../functions/orders/rules/shipment.ts";
import { forEach, forEachStock } from "./rules.ts";
import { type StoredState, sum } from "./stored-state.ts";

/** Units that orders and reservations hold, at their locations. */
function heldUnits({ orders, reservations }: StoredState): UnitsAt[] {
  const ofOrders = orders.flatMap(({ lines }) =>
    lines.flatMap((line) => allocationsOf(line).map((allocation) => ({ sku: line.sku, ...allocation }))),
  );
  return [...ofOrders, ...reservations.flatMap(unitsHeldBy)];
}

const ledgers = ({ stocks, movements }: StoredState) =>
  stocks.map((stock) => {
    const rows = movements.filter(({ sku }) => sku === stock.sku);
    const sums = new Map<LocationId, number>();
    for (const { location, quantity } of rows) sums.set(location, (sums.get(location) ?? 0) + quantity);
    return [stock.sku, { stock, sums, rows: rows.length }] as const;
  });

const unitsHeld = (stored: StoredState) => {
  const units = heldUnits(stored);
  return stored.stocks.flatMap(({ sku, locations }) =>
    locations.map(({ location, reserved }) => {
      const held = sum(
        units.filter((one) => one.sku === sku && one.location === location).map(({ quantity }) => quantity),
      );
      return [`${sku} at ${location}`, { reserved, held }] as const;
    }),
  );
};

const nowhereElse: Rule<StoredState> = {
  name: "units are held where stock is",
  sentence: "no order or reservation holds units at a location that its product's stock does not count",
  check: (stored) =>
    heldUnits(stored)
      .filter(({ sku, location }) => {
        const stock = stored.stocks.find((one) => one.sku === sku);
        return !stock?.locations.some((one) => one.location === location);
      })
      .map(({ sku, location, quantity }) => `${quantity} of ${sku} are held at ${location}`),
};

/** A row for each product of a shipment, as text to be compared. */
function rowOf(orderId: string | undefined, shipment: number | undefined, units: Pick<Movement, "sku" | "quantity">) {
  return `${units.quantity} of ${units.sku} with shipment ${shipment} of ${orderId}`;
}

function hasLeft({ shippedAt }: Shipment): boolean {
  return shippedAt !== undefined;
}

const shippedOnce: Rule<StoredState> = {
  name: "each parcel leaves the ledger once",
  sentence:
    "the rows `shipped` of the ledger that name an order are the units of all shipments that have left, each at its location",
  check: ({ movements, orders }) => {
    const booked = movements
      .filter(({ kind, orderId }) => kind === "shipped" && orderId !== undefined)
      .map((row) => `${rowOf(row.orderId, row.shipment, row)} at ${row.location}`);
    const left = orders.flatMap(({ id, shipments }) =>
      shipments
        .filter(hasLeft)
        .flatMap(({ number, location, lines }) =>
          lines.map(({ sku, quantity }) => `${rowOf(id, number, { sku, quantity: -quantity })} at ${location}`),
        ),
    );
    return [
      ...left.filter((one) => !booked.includes(one)).map((one) => `${one} is not in the ledger`),
      ...booked.filter((one) => !left.includes(one)).map((one) => `${one} did not leave`),
      ...(booked.length === new Set(booked).size ? [] : ["a row is booked twice"]),
    ];
  },
};

const cameBackOnce: Rule<StoredState> = {
  name: "each parcel comes back to the ledger once",
  sentence:
    "the rows `returned` of the ledger that name a shipment are the units of all shipments that came back and were put in " +
    "stock, each at the location that the shipment says",
  check: ({ movements, orders }) => {
    const booked = movements
      .filter(
        ({ kind, shipment, returnNumber }) =>
          kind === "returned" && shipment !== undefined && returnNumber === undefined,
      )
      .map((row) => `${rowOf(row.orderId, row.shipment, row)} at ${row.location}`);
    const cameBack = orders.flatMap(({ id, shipments }) =>
      shipments
        .filter(({ status, restockedTo }) => status === "RETURNED" && restockedTo !== undefined)
        .flatMap(({ number, restockedTo, lines }) =>
          lines.map((units) => `${rowOf(id, number, units)} at ${restockedTo}`),
        ),
    );
    return booked.toSorted().join() === cameBack.toSorted().join()
      ? []
      : [`came back ${cameBack.join(", ")}; in the ledger ${booked.join(", ")}`];
  },
};

const returnedOnce: Rule<StoredState> = {
  name: "what came back is in the ledger once",
  sentence:
    "the rows of the ledger that name a return are the units that were put back into stock with it, each at its location",
  check: ({ movements, orders }) => {
    const booked = movements
      .filter(({ returnNumber }) => returnNumber !== undefined)
      .map(
        (row) =>
          `${row.kind} ${row.quantity} of ${row.sku} at ${row.location} with return ${row.returnNumber} of ${row.orderId}`,
      );
    const restocked = orders.flatMap(({ id, returns }) =>
      returns.flatMap(({ number, receipts }) =>
        receipts.flatMap(({ location, lines }) =>
          lines
            .filter((line) => line.restocked > 0)
            .map((line) => `returned ${line.restocked} of ${line.sku} at ${location} with return ${number} of ${id}`),
        ),
      ),
    );
    return booked.toSorted().join() === restocked.toSorted().join()
      ? []
      : [`put back: ${restocked.join(", ")}; in the ledger: ${booked.join(", ")}`];
  },
};

const bookedOnce: Rule<StoredState> = {
  name: "each booking is in the ledger once",
  sentence: "every adjustment, count and transfer has its rows in the ledger, and no other row is from a booking",
  check: ({ bookings, movements }) => {
    const rows = movements
      .filter(({ booking }) => booking !== undefined)
      .map(({ booking, location, kind, quantity }) => `${booking}: ${kind} ${quantity} at ${location}`);
    const booked = bookings.flatMap(({ id, rows: own }) =>
      own.map(({ location, kind, quantity }) => `${id}: ${kind} ${quantity} at ${location}`),
    );
    return rows.toSorted().join() === booked.toSorted().join()
      ? []
      : [`booked ${booked.join(", ")}; in the ledger ${rows.join(", ")}`];
  },
};

const noStrayStock: Rule<StoredState> = {
  name: "no stock without a product",
  sentence: "every stock item belongs to a stored product",
  check: ({ products, stocks }) =>
    stocks.filter(({ sku }) => !products.some((one) => one.sku === sku)).map(({ sku }) => `${sku} has no product`),
};

const productStocks = (stored: StoredState) =>
  stored.products.map((product) => {
    const stock = stored.stocks.find(({ sku }) => sku === product.sku);
    return [product.sku, { product, stock }] as const;
  });

/** Of a shop whose events have all been handled. */
export const stockIsListed = forEach(
  ({ products, stocks }) =>
    products.flatMap((product) => {
      const stock = stocks.find(({ sku }) => sku === product.sku);
      return stock ? [[product.sku, { product, stock }] as const] : [];
    }),
  stockListRule,
);

export const stockInvariants = [
  ...stockRules.map(forEachStock),
  ...productStockRules.map((rule) => forEach(productStocks, rule)),
  forEach(ledgers, ledgerAddsUp),
  forEach(unitsHeld, reservedEqualsHeld),
  nowhereElse,
  shippedOnce,
  cameBackOnce,
  returnedOnce,
  bookedOnce,
  noStrayStock,
];
