/** Keeps one of all equal values, and a number for it: states share their parts, and their keys are short. */
export class Interner<Value extends object> {
  readonly #keyOf: (value: Value) => string;
  readonly #kept = new Map<string, Value>();
  readonly #numbers = new Map<Value, number>();

  constructor(keyOf: (value: Value) => string) {
    this.#keyOf = keyOf;
  }

  intern(value: Value): Value {
    if (this.#numbers.has(value)) return value;
    const key = this.#keyOf(value);
    const kept = this.#kept.get(key);
    if (kept) return kept;
    this.#kept.set(key, value);
    this.#numbers.set(value, this.#numbers.size);
    return value;
  }

  /** The number of an interned value. */
  numberOf(value: Value): number {
    const number = this.#numbers.get(value);
    if (number === undefined) throw new Error("The value was not interned.");
    return number;
  }
}
