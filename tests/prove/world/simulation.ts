import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as afterIo } from "node:timers/promises";

/** Whoever calls and waits: a function's invocation, a client, the world itself. When it dies, nothing of it goes on. */
export interface Actor {
  readonly name: string;
  alive: boolean;
  /** How far its clock is off, in milliseconds. */
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

/** Everything that is done on behalf of an actor is done within this. */
export function actAs<Result>(actor: Actor, run: () => Result): Result {
  return actors.run(actor, run);
}

/**
 * One process in place of many machines: whoever is about to make a call waits for its turn, one goes at a time, and
 * time moves on only when nobody is ready. So a run is repeated by repeating its choices.
 */
export class Simulation {
  /** Milliseconds since the epoch, as nobody's clock is off. */
  now: number;
  readonly #world: Actor = { name: "world", alive: true, skew: 0 };
  readonly #choose: (ready: number) => number;
  #ready: Turn[] = [];
  #timers: Timer[] = [];
  #openCalls = 0;
  #onNoOpenCalls: (() => void) | undefined;

  /** `choose` picks who goes first of so many that are ready. */
  constructor(start: number, choose: (ready: number) => number = () => 0) {
    this.now = start;
    this.#choose = choose;
  }

  get actor(): Actor {
    return actors.getStore() ?? this.#world;
  }

  /** The present by the clock of whoever asks. */
  readonly clock = (): number => this.now + this.actor.skew;

  /** Waits for one's turn to make a call. Never returns to the dead. */
  turn(): Promise<void> {
    const { actor } = this;
    return new Promise((resume) => this.#ready.push({ actor, resume }));
  }

  /** Waits until so much time has passed. */
  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    const { actor } = this;
    return new Promise((resume) => {
      const timer = { actor, resume, at: this.now + Math.max(0, milliseconds) };
      this.#timers.push(timer);
      signal?.addEventListener("abort", () => this.#removeTimer(timer), { once: true });
    });
  };

  /** A real call to the engine: the simulation waits for it. */
  async realCall<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#openCalls++;
    try {
      return await run();
    } finally {
      this.#openCalls--;
      if (this.#openCalls === 0) this.#onNoOpenCalls?.();
    }
  }

  /** Runs the world until this work is done. @throws where nobody can go on before that. */
  async runUntil<Result>(work: Promise<Result>): Promise<Result> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => {});
    await this.#waitUntilBlocked();
    while (!done) {
      const next = this.#next();
      if (!next) throw new Error("Everybody waits for somebody else.");
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

  /** Until everybody waits for a turn or for time to pass. */
  async #waitUntilBlocked(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet++) {
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
