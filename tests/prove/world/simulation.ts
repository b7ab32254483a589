import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as afterIo } from "node:timers/promises";

/** Whoever makes calls: an invocation, a client, the world. Once it is not alive, none of its code continues. */
export interface Actor {
  readonly name: string;
  alive: boolean;
  /** The error of its clock, in milliseconds. */
  readonly skew: number;
}

interface Turn {
  readonly actor: Actor;
  readonly resume: () => void;
}

interface Timer extends Turn {
  readonly at: number;
}

const actors = new AsyncLocalStorage<Actor>();

/** Runs code on behalf of an actor. */
export function actAs<Result>(actor: Actor, run: () => Result): Result {
  return actors.run(actor, run);
}

/**
 * Simulates many machines in one process. Every call waits for its turn, one call runs at a time, and time passes only
 * when no call is waiting. The same choices repeat the same run.
 */
export class Simulation {
  /** The true time, in milliseconds since the epoch. */
  now: number;
  readonly #world: Actor = { name: "world", alive: true, skew: 0 };
  readonly #choose: (ready: number) => number;
  #ready: Turn[] = [];
  #timers: Timer[] = [];
  #openCalls = 0;
  #onNoOpenCalls: (() => void) | undefined;

  /** `choose` picks the index of the next call among those that wait. */
  constructor(start: number, choose: (ready: number) => number = () => 0) {
    this.now = start;
    this.#choose = choose;
  }

  get actor(): Actor {
    return actors.getStore() ?? this.#world;
  }

  /** The time on the actor's own clock. */
  readonly clock = (): number => this.now + this.actor.skew;

  /** Waits for the actor's turn; never resolves for an actor that is not alive. */
  turn(): Promise<void> {
    const { actor } = this;
    return new Promise((resume) => this.#ready.push({ actor, resume }));
  }

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    const { actor } = this;
    return new Promise((resume) => {
      const timer = { actor, resume, at: this.now + Math.max(0, milliseconds) };
      this.#timers.push(timer);
      signal?.addEventListener("abort", () => this.#removeTimer(timer), { once: true });
    });
  };

  /** A real call, for which the simulation waits. */
  async realCall<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#openCalls++;
    try {
      return await run();
    } finally {
      this.#openCalls--;
      if (this.#openCalls === 0) this.#onNoOpenCalls?.();
    }
  }

  /** Runs the simulation until this work is done. @throws if nothing can continue before that. */
  async runUntil<Result>(work: Promise<Result>): Promise<Result> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => {});
    await this.#waitUntilBlocked();
    while (!done) {
      const next = this.#next();
      if (!next) throw new Error("Deadlock: no call waits for its turn and no timer is set.");
      next.resume();
      await this.#waitUntilBlocked();
    }
    return finished;
  }

  #next(): Turn | undefined {
    this.#ready = this.#ready.filter(({ actor }) => actor.alive);
    if (this.#ready.length > 0) {
      this.now++; // a call takes a moment
      return this.#ready.splice(this.#choose(this.#ready.length), 1)[0];
    }
    this.#timers = this.#timers.filter(({ actor }) => actor.alive);
    const earliest = this.#timers.reduce<Timer | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
    if (earliest) {
      this.#removeTimer(earliest);
      this.now = Math.max(this.now, earliest.at);
    }
    return earliest;
  }

  #removeTimer(timer: Timer): void {
    this.#timers = this.#timers.filter((one) => one !== timer);
  }

  /** Waits until every actor waits for its turn or for time to pass. */
  async #waitUntilBlocked(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      await afterIo();
      if (this.#openCalls === 0) continue;
      await new Promise<void>((resolve) => {
        this.#onNoOpenCalls = resolve;
      });
      this.#onNoOpenCalls = undefined;
      quiet = -1;
    }
  }
}
