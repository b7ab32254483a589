/**
 * What can happen to one message to the bank. `requestLost`: the bank never sees it. `answerLost`: the bank acts, the answer
 * is lost. `late`: the connection breaks, and the bank gets the message only at `deliver`. `held`: as late, but the sender
 * still waits. `twice`: the bank gets it two times. `unanswered`: nothing comes back until the sender hangs up.
 */
export type Fault = "requestLost" | "answerLost" | "late" | "held" | "twice" | "unanswered";

type Deliver<Answer> = (signal?: AbortSignal) => Promise<Answer>;

/**
 * The way between a provider's code and its bank, which loses, delays and repeats the message that a case picks. A provider
 * under test sends each message through it: `network.fetch()` in the place of its `fetch`, or `send` where it has none.
 */
export class TestNetwork {
  /** Messages so far. */
  sent = 0;
  #next: { readonly fault: Fault; readonly message: number } | undefined;
  #happened = Promise.withResolvers<void>();
  #late: (() => Promise<unknown>)[] = [];

  /** Picks the fault of a message from now, 0 for the next one, in the place of one that was picked and did not happen. */
  inject(fault: Fault, skip = 0): void {
    this.#next = { fault, message: this.sent + skip };
    this.#happened = Promise.withResolvers();
  }

  /** Takes back what was picked. @returns whether it has happened already */
  clear(): boolean {
    const happened = this.#next === undefined;
    this.#next = undefined;
    return happened;
  }

  /** Waits until the picked fault happens. */
  faulted(): Promise<void> {
    return this.#happened.promise;
  }

  /** Delivers what is late or held, in the order in which it was sent, or the other way round. */
  async deliver(order: "as sent" | "reversed" = "as sent"): Promise<void> {
    const late = order === "as sent" ? this.#late : this.#late.toReversed();
    this.#late = [];
    for (const land of late) await land().catch(() => {});
  }

  /** Sends one message. @param deliver brings it to the bank, at least once; without a signal where nobody waits any more */
  async send<Answer>(deliver: Deliver<Answer>, signal?: AbortSignal | null): Promise<Answer> {
    const live = signal ?? undefined;
    const fault = this.#next?.message === this.sent++ ? this.#next.fault : undefined;
    if (fault === undefined) return deliver(live);
    this.#next = undefined;
    try {
      return await this.#disturb(fault, deliver, live);
    } finally {
      this.#happened.resolve();
    }
  }

  /** A `fetch` whose messages go through this network. @param fetch what brings them to the bank */
  fetch(fetch: typeof globalThis.fetch = (url, init) => globalThis.fetch(url, init)): typeof globalThis.fetch {
    return (url, init) => {
      const { signal, ...rest } = init ?? {};
      return this.send(async (live) => readWhole(await fetch(url, live ? { ...rest, signal: live } : rest)), signal);
    };
  }

  async #disturb<Answer>(fault: Fault, deliver: Deliver<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
    switch (fault) {
      case "requestLost":
        throw connectionLost();
      case "answerLost":
        await deliver().catch(() => {});
        throw connectionLost();
      case "late":
        this.#late.push(deliver);
        throw connectionLost();
      case "held":
        return this.#hold(deliver);
      case "twice":
        await deliver(signal);
        return deliver(signal);
      case "unanswered":
        this.#happened.resolve();
        return unanswered(signal);
    }
  }

  #hold<Answer>(deliver: Deliver<Answer>): Promise<Answer> {
    const answer = Promise.withResolvers<Answer>();
    this.#late.push(() => deliver().then(answer.resolve, answer.reject));
    this.#happened.resolve();
    return answer.promise;
  }
}

/** What `fetch` rejects with where a connection breaks. */
function connectionLost(): TypeError {
  return new TypeError("fetch failed", { cause: new Error("the test network lost the connection") });
}

function unanswered(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const hangUp = () => reject(signal?.reason);
    if (signal?.aborted) hangUp();
    signal?.addEventListener("abort", hangUp, { once: true });
  });
}

/** The answer with its whole body in memory, so that no connection stays open for an answer that nobody reads. */
async function readWhole(answer: Response): Promise<Response> {
  const body = await answer.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, answer);
}
