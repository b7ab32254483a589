/** Every guard of the protocol, with the scenario that breaks without it. */
export const GUARDS = {
  "place: nobody is overtaken": "an order while others wait",
  "place: queued on the stock that was read": "a delivery while an order is queued",
  "fill: on the stock that was read": "an order of the first place that comes late",
  "fill: the first of the queue": "two fillers",
  "units that come make the stock due": "two fillers",
} as const;

export type Guard = keyof typeof GUARDS;

export const GUARD_NAMES = Object.keys(GUARDS).filter((name): name is Guard => name in GUARDS);
