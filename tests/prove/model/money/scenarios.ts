/** What a person, or the bank by itself, may do; each happens at most once. */
export type Request =
  | "authorize"
  | "cancel"
  | "capture"
  | "dispute"
  | "dispute reversed"
  | "dispatch"
  | "dispatch again"
  | "edit"
  | "manual payment"
  | "manual payment of 1"
  | "pack"
  | "refresh"
  | "refund"
  | "refund again"
  | "bank forgets its keys"
  | "bank fails a refund"
  | "bank fails a refund elsewhere"
  | "refund elsewhere";

/** What may happen to an order. */
export interface Scenario {
  readonly requests: readonly Request[];
  /** The order waits for money until holdUntil; otherwise it ends with its attempt. */
  readonly waits?: boolean;
  /** The provider authorizes in one call; otherwise an intent is created, then confirmed. */
  readonly oneCall?: boolean;
  /** The first card asks the customer for an action. */
  readonly action?: boolean;
  /** Authorizations expire. */
  readonly expires?: boolean;
  /** Everything is captured when the order is confirmed; otherwise each dispatch captures. */
  readonly captureAtPlacement?: boolean;
  /** A dispatch takes one unit; otherwise all that is left. */
  readonly partParcels?: boolean;
  /** An authorization can be captured several times. */
  readonly multicapture?: boolean;
  /** The bank may refuse a refund that it could give. */
  readonly refusesRefunds?: boolean;
  /** The order is placed first, while another customer may order one of its units. */
  readonly places?: boolean;
  /** SHIP makes a parcel, which is packed and dispatched; otherwise a parcel is always packed. */
  readonly ships?: boolean;
  /** Two clocks differ; see ticks.ts. */
  readonly skew?: boolean;
  /** Effects are postponed; calls of one kind may never be answered. */
  readonly postpones?: boolean;
}

const SCENARIO_LIST = {
  "by hand": { oneCall: true, requests: ["manual payment of 1", "edit"] },
  action: { action: true, requests: ["cancel"] },
  "one call": { oneCall: true, waits: true, requests: ["authorize", "cancel", "manual payment"] },
  parcels: {
    expires: true,
    waits: true,
    partParcels: true,
    requests: ["cancel", "edit", "dispatch", "dispatch again", "refund", "refresh"],
  },
  keys: {
    waits: true,
    captureAtPlacement: true,
    requests: ["bank forgets its keys", "cancel", "refund", "refund again"],
  },
  "keys, parcels": {
    waits: true,
    partParcels: true,
    multicapture: true,
    requests: ["bank forgets its keys", "dispatch", "dispatch again", "edit"],
  },
  elsewhere: {
    waits: true,
    captureAtPlacement: true,
    refusesRefunds: true,
    requests: [
      "cancel",
      "refund",
      "refund again",
      "refund elsewhere",
      "bank fails a refund",
      "bank fails a refund elsewhere",
    ],
  },
  ship: { expires: true, waits: true, requests: ["cancel", "edit", "dispatch", "manual payment", "refund"] },
  multicapture: {
    expires: true,
    waits: true,
    partParcels: true,
    multicapture: true,
    requests: ["cancel", "edit", "dispatch", "dispatch again", "refund", "manual payment"],
  },
  "no wait": { action: true, expires: true, requests: ["cancel", "manual payment of 1", "edit"] },
  placement: {
    expires: true,
    waits: true,
    captureAtPlacement: true,
    requests: ["cancel", "edit", "manual payment of 1", "refund", "refund again", "dispatch", "refresh"],
  },
  actions: { action: true, waits: true, requests: ["authorize", "cancel", "manual payment"] },
  expiry: { expires: true, waits: true, requests: ["authorize", "cancel", "dispatch", "refresh"] },
  skew: { oneCall: true, waits: true, skew: true, requests: ["authorize", "cancel", "manual payment"] },
  "placing, stock": { places: true, oneCall: true, requests: ["cancel"] },
  stock: { ships: true, oneCall: true, requests: ["cancel", "edit", "pack", "dispatch", "manual payment"] },
  disputes: { waits: true, captureAtPlacement: true, requests: ["cancel", "dispute", "dispute reversed", "refund"] },
  "no answer": {
    waits: true,
    captureAtPlacement: true,
    postpones: true,
    requests: ["cancel", "edit", "refund", "refresh"],
  },
  "no answer, paid again": {
    oneCall: true,
    waits: true,
    postpones: true,
    requests: ["authorize", "capture", "refund"],
  },
  "no answer, parcels": {
    waits: true,
    partParcels: true,
    multicapture: true,
    postpones: true,
    requests: ["cancel", "edit", "dispatch", "capture", "refresh"],
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIO_LIST;

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = SCENARIO_LIST;

export const SCENARIO_NAMES: readonly ScenarioName[] = Object.keys(SCENARIO_LIST).filter(isScenario);

export function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(SCENARIO_LIST, name);
}

/** Everything that may happen in one of two scenarios. */
export function crossScenarios(one: Scenario, other: Scenario): Scenario {
  return { ...one, ...other, requests: [...new Set([...one.requests, ...other.requests])].sort() };
}
