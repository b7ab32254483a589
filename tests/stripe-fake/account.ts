import type {
  ChargeRecord,
  CustomerRecord,
  DisputeRecord,
  EventRecord,
  IntentRecord,
  MethodRecord,
  RefundRecord,
} from "./records.ts";

/** What a test decides about the account. */
export interface AccountOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Part of every id, so that two accounts share none. */
  readonly name?: string;
  /** How long an object stays invisible to search: https://docs.stripe.com/search#data-freshness */
  readonly searchDelayMs?: number;
  /** How long after `capture_before` a hold is let go of; captures fail meanwhile. */
  readonly expiryDelayMs?: number;
  /** How long a refund takes that is pending, or that fails late. */
  readonly refundDelayMs?: number;
  /** Whether money that is let go of shows as a refund of the charge, and in the list of refunds. */
  readonly releasesAreRefunds?: boolean;
  /** What canceling does to a PaymentIntent of which a part was captured: Stripe's pages do not say. */
  readonly cancelAfterPartialCapture?: "canceled" | "succeeded" | "refused";
}

/** One Stripe account in memory. Ids come from a counter, and nothing happens by itself: due changes run when it is asked. */
export class Account {
  readonly options: Required<AccountOptions>;
  readonly intents = new Map<string, IntentRecord>();
  readonly charges = new Map<string, ChargeRecord>();
  readonly refunds = new Map<string, RefundRecord>();
  readonly disputes = new Map<string, DisputeRecord>();
  readonly methods = new Map<string, MethodRecord>();
  readonly customers = new Map<string, CustomerRecord>();
  readonly events: EventRecord[] = [];
  /**
   * Whether several captures are granted (https://docs.stripe.com/payments/multicapture). An account that is not eligible may
   * not even ask for them, whatever `if_available` says.
   */
  multicapture: "granted" | "unavailable" | "notEligible" = "granted";

  #ids = 0;
  #due: { readonly at: number; readonly run: () => void }[] = [];
  /** While a due change runs: the moment it was due. */
  #moment: number | undefined;

  constructor(options: AccountOptions) {
    this.options = {
      name: "fake",
      searchDelayMs: 60_000,
      expiryDelayMs: 0,
      refundDelayMs: 60_000,
      releasesAreRefunds: true,
      cancelAfterPartialCapture: "canceled",
      ...options,
    };
  }

  now(): number {
    return this.#moment ?? this.options.now();
  }

  seconds(): number {
    return Math.floor(this.now() / 1_000);
  }

  newId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}_${this.options.name}${String(this.#ids).padStart(6, "0")}`;
  }

  /** Does something at a later moment, as seen by the next one who asks. */
  schedule(at: number, run: () => void): void {
    const place = this.#due.findIndex((other) => other.at > at);
    this.#due.splice(place < 0 ? this.#due.length : place, 0, { at, run });
  }

  /** Runs what is due by now, in order. */
  catchUp(): void {
    const now = this.options.now();
    for (let next = this.#due[0]; next !== undefined && next.at <= now; next = this.#due[0]) {
      this.#due.shift();
      this.#moment = next.at;
      try {
        next.run();
      } finally {
        this.#moment = undefined;
      }
    }
  }

  /** Records that Stripe would tell its listeners: https://docs.stripe.com/api/events/types */
  tell(type: string, object: object, previous?: object): void {
    const event = { id: this.newId("evt"), created: this.seconds(), type, object };
    this.events.push(previous === undefined ? event : { ...event, previous });
  }
}

/** @throws where a control names what does not exist: a mistake of the test, no answer of Stripe. */
export function existing<Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry {
  const found = entries.get(id);
  if (found === undefined) throw new Error(`The fake knows no ${id}.`);
  return found;
}
