import type { Subscription } from "../platform/messages/subscription.ts";
import { onOrderPlaced } from "../shipping/on-order-placed.ts";

export type { Subscription } from "../platform/messages/subscription.ts";

/** Every subscription to an event. */
export const subscriptions: readonly Subscription[] = [onOrderPlaced];
