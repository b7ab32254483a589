import * as z from "zod/mini";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { type LedgerRow, readRows } from "./movement-table.ts";
import { LocationId, MAIN } from "./rules/location.ts";
import { type Movement, MovementKey } from "./rules/movement.ts";
import type { Sku } from "./rules/product.ts";
import type { Stock } from "./rules/stock.ts";
import type { MovementView } from "./stock-api.ts";
import { requireStock } from "./stock-table.ts";

const OnHand = z.record(LocationId, z.int());

/** Where a page of a ledger begins: behind this row, with so many units on hand at each location. */
export const LedgerPosition = z.strictObject({ after: MovementKey, onHand: OnHand });
export type LedgerPosition = z.output<typeof LedgerPosition>;

export interface LedgerPage {
  readonly data: MovementView[];
  readonly next: LedgerPosition | undefined;
}

/**
 * A page of a product's ledger, the newest row first; balances are counted back from what is on hand now.
 * @throws 404; 503 where stock keeps changing while the first page is read
 */
export async function readMovements(sku: Sku, limit: number, position?: LedgerPosition): Promise<LedgerPage> {
  if (position) return pageFrom(await readPage(sku, limit, position.after), limit, position.onHand);
  const readFirst = async () => {
    const before = await requireStock(sku);
    const rows = await readPage(sku, limit);
    if ((await requireStock(sku)).movements !== before.movements) throw new LedgerChangedError();
    return pageFrom(rows, limit, onHandIn(before));
  };
  return retryOnConflict(`ledger of ${sku}`, readFirst, (error) => error instanceof LedgerChangedError);
}

/** A row was booked between two reads, so that they do not fit each other. */
class LedgerChangedError extends Error {
  override readonly name = "LedgerChangedError";
}

/** The rows of a page, and one more where there are more. */
function readPage(sku: Sku, limit: number, after?: string): Promise<LedgerRow[]> {
  return readRows(sku, { direction: "descending", limit: limit + 1, after });
}

function onHandIn({ locations }: Stock): Record<string, number> {
  return Object.fromEntries(locations.map(({ location, available, reserved }) => [location, available + reserved]));
}

function pageFrom(rows: readonly LedgerRow[], limit: number, onHand: Readonly<Record<string, number>>): LedgerPage {
  const shown = rows.slice(0, limit);
  const left = new Map(Object.entries(onHand));
  const data = shown.map(({ movement, actor }) => {
    const balance = left.get(movement.location) ?? 0;
    left.set(movement.location, balance - movement.quantity);
    return movementView(movement, balance, actor);
  });
  const last = shown.at(-1);
  const next = last && { after: last.sk, onHand: Object.fromEntries(left) };
  return { data, next: rows.length > limit ? next : undefined };
}

function movementView(movement: Movement, balance: number, actor: string): MovementView {
  const { kind, quantity, location, orderId, shipment, returnNumber, reservationId } = movement;
  const { booking, note, reference, createdAt: at } = movement;
  return {
    kind,
    quantity,
    balance,
    ...(location !== MAIN && { location }),
    ...(orderId !== undefined && { orderId }),
    ...(shipment !== undefined && { shipment }),
    ...(returnNumber !== undefined && { returnNumber }),
    ...(reservationId !== undefined && { reservationId }),
    ...(booking !== undefined && { booking }),
    actor,
    ...(note !== undefined && { note }),
    ...(reference !== undefined && { reference }),
    at,
  };
}
