import type { FakeRequest } from "./request.ts";

/** What goes wrong with a call. */
export type Fault =
  /** Stripe answers 500, before or after the effect; saved under the key, as every answer of an operation that ran. */
  | { readonly kind: "serverError"; readonly effect: "before" | "after"; readonly status?: number }
  /** The request is lost on its way (before), or its answer is (after). */
  | { readonly kind: "lost"; readonly effect: "before" | "after"; readonly silent?: boolean }
  /**
   * No answer; the request takes effect later. Where `inProgress`, Stripe has it already and refuses another one under
   * the same key; where not, it is still on its way.
   */
  | { readonly kind: "late"; readonly afterMs: number; readonly inProgress: boolean; readonly silent?: boolean }
  /** Refused before the operation, and not saved: too many requests, or another one has the object. */
  | { readonly kind: "rateLimited" | "locked" };

/** Which calls a fault is for. */
export interface FaultMatch {
  readonly method?: string;
  /** A part of the path. */
  readonly path?: string;
  readonly key?: string;
  /** How many calls it hits; 1 where it is not said. */
  readonly times?: number;
}

interface PlannedFault {
  readonly fault: Fault;
  readonly match: FaultMatch;
  left: number;
}

/** The faults that wait for their calls, in order. */
export class Faults {
  #planned: PlannedFault[] = [];

  plan(fault: Fault, match: FaultMatch = {}): void {
    this.#planned.push({ fault, match, left: match.times ?? 1 });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault of this call, which it uses up. */
  take({ method, path, headers }: FakeRequest): Fault | undefined {
    if (this.#planned.length === 0) return undefined;
    const planned = this.#planned.find(
      ({ match }) =>
        (match.method === undefined || match.method === method) &&
        (match.path === undefined || path.includes(match.path)) &&
        (match.key === undefined || match.key === headers["idempotency-key"]),
    );
    if (!planned) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    return planned.fault;
  }
}
