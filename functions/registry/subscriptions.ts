import { onStockArrived } from "../backorders/on-stock-arrived.ts";
import { onLevelChanged } from "../inventory/on-level-changed.ts";
import type { Subscription } from "../platform/messages/subscription.ts";
import { onOrderPlaced } from "../shipping/on-order-placed.ts";

export { eventNames, type Subscription } from "../platform/messages/subscription.ts";

/** Every subscription to events. */
export const subscriptions: readonly Subscription[] = [onOrderPlaced, onStockArrived, onLevelChanged];
