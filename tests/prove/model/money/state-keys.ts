import type { Bank } from "./bank-books.ts";
import { type Call, callText } from "./calls.ts";
import { Interner } from "./interner.ts";
import type { Order } from "./order.ts";
import type { Request } from "./scenarios.ts";
import type { Worker } from "./workers.ts";
import type { World } from "./world.ts";

/** The states of one exploration: equal parts are kept once, so that a state's key is a few numbers. */
export class StateKeys {
  readonly #orders = new Interner<Order>(JSON.stringify);
  readonly #banks = new Interner<Bank>(JSON.stringify);
  readonly #calls = new Interner<readonly Call[]>((calls) => calls.map(callText).join());
  readonly #workers = new Interner<Worker>(JSON.stringify);
  readonly #requests = new Interner<readonly Request[]>((requests) => requests.join());

  /** The same world of kept parts; the workers, which are interchangeable, are sorted. */
  intern(world: World): World {
    return {
      ...world,
      order: this.#orders.intern(world.order),
      decided: world.decided && this.#orders.intern(world.decided),
      bank: this.#banks.intern(world.bank),
      calls: this.#calls.intern(world.calls),
      workers: world.workers
        .map((worker) => this.#workers.intern(worker))
        .sort((a, b) => this.#workers.numberOf(a) - this.#workers.numberOf(b)),
      requests: this.#requests.intern(world.requests),
    };
  }

  /** The key of an interned world. */
  keyOf({ order, bank, calls, workers, ticks, holdIsOver, requests, rival, decided, mistake }: World): string {
    const key = [
      this.#orders.numberOf(order),
      this.#banks.numberOf(bank),
      this.#calls.numberOf(calls),
      ...workers.map((worker) => this.#workers.numberOf(worker)),
      ...ticks,
      holdIsOver ? 1 : 0,
      this.#requests.numberOf(requests),
      rival,
      decided ? this.#orders.numberOf(decided) : "",
    ].join();
    return mistake === undefined ? key : key + mistake;
  }
}
