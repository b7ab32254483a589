import type { Provider } from "../world/providers.ts";
import type { Shop } from "../world/shop.ts";

/** A use of the API that runs with every fault. */
export interface Scenario {
  readonly name: string;
  /** The payment provider; the sandbox where it is absent. */
  readonly provider?: Provider;
  /** Whether the provider tells what happens there; it is not told of otherwise. */
  readonly webhooks?: boolean;
  /** Whether it also runs with pairs of faults. */
  readonly isMain?: boolean;
  /** Whether faults are injected only at calls to the provider: what the other calls meet is injected with the sandbox. */
  readonly faultsAtProviderOnly?: boolean;
  /** Sets up the start and returns what runs under faults. */
  readonly prepare: (shop: Shop) => Promise<() => Promise<unknown>>;
  /**
   * The final state without faults: each order as `status payment [shipments]`, each reservation as `reservation status`, each stock as `sku available+reserved`, of another location than `main` as `sku at location available+reserved`.
   * It shows that the scenario still does what its name says.
   */
  readonly endStates: readonly string[];
}

export function scenario(declared: Scenario): Scenario {
  return declared;
}
