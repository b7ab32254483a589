import { answer, operation } from "../platform/http/operation.ts";
import { cursorParameter, makeCursor, pageOf, pageQuery, readCursor } from "../platform/http/page.ts";
import { adjustStock as adjust, countStock as count, transferStock as transfer } from "./book-stock.ts";
import { LedgerPosition, readMovements } from "./read-movements.ts";
import { unknownLocation } from "./rules/location.ts";
import { Sku } from "./rules/product.ts";
import { insufficientStock } from "./rules/stock.ts";
import {
  AdjustmentView,
  adjustmentView,
  CountView,
  countView,
  MovementView,
  NewAdjustment,
  NewCount,
  NewTransfer,
  StockView,
  stockView,
  TransferView,
  transferView,
} from "./stock-api.ts";
import { requireStock } from "./stock-table.ts";

const path = { sku: Sku };

/** Enough for the balances of every location. */
const MAX_CURSOR = 3_000;
const DEFAULT_LIMIT = 20;

export const getStock = operation({
  summary: "Read a product's stock",
  description:
    "Units that are free, units that orders and reservations hold, and the sum of both; and how many orders wait for.",
  route: "GET /products/{sku}/stock",
  allow: { customer: "any", staff: "any", service: "any" },
  path,
  answers: { 200: StockView },
  handle: async ({ path: { sku } }) => {
    const stock = await requireStock(sku);
    return answer(200, stockView(stock), { version: stock.version });
  },
});

export const adjustStock = operation({
  summary: "Adjust a product's stock",
  description: "Units that were received, damaged, returned or corrected. Stock never goes below 0.",
  route: "POST /products/{sku}/stock/adjustments",
  allow: { staff: "any", service: "any" },
  path,
  idempotencyKey: "required",
  body: NewAdjustment,
  answers: { 201: AdjustmentView },
  problems: [insufficientStock, unknownLocation],
  handle: async ({ path: { sku }, body, fingerprint, idempotencyKey, caller }) => {
    const { booking, replayed } = await adjust({ sku, fingerprint, idempotencyKey, caller }, body);
    return answer(201, adjustmentView(booking), { replayed });
  },
});

export const countStock = operation({
  summary: "Set a product's stock to what was counted",
  description:
    "Sets what is on hand at a location, units held for orders included, and books the difference. Fewer than are held " +
    "for orders are refused.",
  route: "POST /products/{sku}/stock/counts",
  allow: { staff: "any", service: "any" },
  path,
  idempotencyKey: "required",
  body: NewCount,
  answers: { 201: CountView },
  problems: [insufficientStock, unknownLocation],
  handle: async ({ path: { sku }, body, fingerprint, idempotencyKey, caller }) => {
    const { booking, replayed } = await count({ sku, fingerprint, idempotencyKey, caller }, body);
    return answer(201, countView(booking), { replayed });
  },
});

export const transferStock = operation({
  summary: "Move a product's stock to another location",
  description: "Available units only: those held for orders stay where they are to be shipped from.",
  route: "POST /products/{sku}/stock/transfers",
  allow: { staff: "any", service: "any" },
  path,
  idempotencyKey: "required",
  body: NewTransfer,
  answers: { 201: TransferView },
  problems: [insufficientStock, unknownLocation],
  handle: async ({ path: { sku }, body, fingerprint, idempotencyKey, caller }) => {
    const { booking, replayed } = await transfer({ sku, fingerprint, idempotencyKey, caller }, body);
    return answer(201, transferView(booking), { replayed });
  },
});

export const listMovements = operation({
  summary: "Read a product's stock ledger, newest first",
  description:
    "Every change of what is on hand, with the balance of its location after it: what was received, damaged, returned, " +
    "corrected, counted, shipped or moved.",
  route: "GET /products/{sku}/stock/movements",
  allow: { staff: "any", service: "any" },
  path,
  query: { limit: pageQuery.limit, cursor: cursorParameter(MAX_CURSOR) },
  answers: { 200: pageOf(MovementView) },
  handle: async ({ path: { sku }, query: { limit = DEFAULT_LIMIT, cursor } }) => {
    const list = `movements/${sku}`;
    const position = cursor === undefined ? undefined : readCursor(list, LedgerPosition, cursor);
    const { data, next } = await readMovements(sku, limit, position);
    return answer(200, { data, nextCursor: next ? makeCursor(list, next) : null });
  },
});
