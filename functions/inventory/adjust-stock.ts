import { now } from "../platform/runtime/request-context.ts";
import { write } from "../platform/table/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";
import { idempotencyKeyReused, problemError } from "../platform/values/problems.ts";
import { firstVersion } from "../platform/values/version.ts";
import type { NewAdjustment } from "./inventory-api.ts";
import type { Sku } from "./rules/product.ts";
import type { Adjustment } from "./rules/stock.ts";
import { AdjustmentExistsError, applyAdjustment, insertAdjustment, loadAdjustment } from "./stock-table.ts";

export interface AdjustmentRequest extends NewAdjustment {
  readonly sku: Sku;
  readonly fingerprint: string;
  readonly idempotencyKey: string;
  readonly caller: Caller;
}

export interface RecordedAdjustment {
  readonly adjustment: Adjustment;
  readonly replayed: boolean;
}

/** Adjusts available stock and records it in the ledger, once per key. @throws 404, 409 `insufficient_stock`, 422. */
export async function adjustStock(request: AdjustmentRequest): Promise<RecordedAdjustment> {
  const { sku, quantity, reason, fingerprint, idempotencyKey: key, caller } = request;
  const id = idFromKey("adj", { caller, operation: "adjustStock", target: sku, key });
  const adjustment: Adjustment = { id, sku, quantity, reason, fingerprint, ...firstVersion(now()) };
  try {
    await write([insertAdjustment(adjustment), applyAdjustment(adjustment)]);
    return { adjustment, replayed: false };
  } catch (error) {
    const existing = error instanceof AdjustmentExistsError ? await loadAdjustment(sku, id) : undefined;
    if (!existing) throw error;
    if (existing.fingerprint === fingerprint) return { adjustment: existing, replayed: true };
    throw problemError(idempotencyKeyReused, `The key "${key}" recorded another adjustment of ${sku}. Use a new key.`);
  }
}
