import type { DomainEvent } from "../../../events/catalogue.ts";
import { type Stock, stockLevel, unitsToSell } from "./stock.ts";

/** The events between two versions of a stock item; a product that is made with stock has received it. */
export function stockEvents(before: Stock | undefined, after: Stock): DomainEvent[] {
  if (!before) return after.available > 0 ? [adjusted(after.available, after)] : [];
  return [...movement(before, after), ...arrival(before, after), ...levelChange(before, after)];
}

function movement(before: Stock, after: Stock): DomainEvent[] {
  const { sku, available, reserved } = after;
  const gained = available - before.available;
  const held = reserved - before.reserved;
  if (held > 0) return [{ type: "StockReserved", data: { sku, quantity: held, available, reserved } }];
  if (held < 0 && gained > 0) return [{ type: "StockReleased", data: { sku, quantity: -held, available, reserved } }];
  if (held < 0) return [{ type: "StockShipped", data: { sku, quantity: -held, available, reserved } }];
  return gained === 0 ? [] : [adjusted(gained, after)];
}

function adjusted(quantity: number, { sku, available, reserved }: Stock): DomainEvent {
  return { type: "StockAdjusted", data: { sku, quantity, available, reserved } };
}

/** Units that orders wait for: whoever fills them is told. */
function arrival(before: Stock, { sku, available, backordered }: Stock): DomainEvent[] {
  if (backordered <= 0 || available <= 0 || available <= before.available) return [];
  return [{ type: "AwaitedStockArrived", data: { sku, available, backordered } }];
}

function levelChange(before: Stock, after: Stock): DomainEvent[] {
  const { sku, reorderPoint } = after;
  const available = unitsToSell(after);
  const level = stockLevel(after);
  if (level === stockLevel(before)) return [];
  if (level === "DEPLETED") return [{ type: "StockDepleted", data: { sku } }];
  if (level === "PLENTY") return [{ type: "StockReplenished", data: { sku, available } }];
  return reorderPoint === undefined ? [] : [{ type: "StockLow", data: { sku, available, reorderPoint } }];
}
