import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { derivedId } from "../../platform/values/ids.ts";
import { OrderId } from "./order.ts";
import { numberedSymbols, OrderNumberInput, orderNumber, otherSymbols } from "./order-number.ts";

const ALPHABET = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];
const ids = fc.string().map((text) => OrderId.parse(derivedId("ord", text)));
/** The symbols of a number without its dashes: 12 of the id, and the check symbol. */
const numbers = ids.map((id) => [...orderNumber(id).replaceAll("-", "").slice(2)]);
const place = fc.nat({ max: 12 });
const symbol = fc.constantFrom(...ALPHABET);

function read(text: string): string | undefined {
  return z.safeParse(OrderNumberInput, text).data;
}

function mistake(text: string): string | undefined {
  return z.safeParse(OrderNumberInput, text).error?.issues[0]?.message;
}

test("the number of an order is the first 12 symbols of its id and a check symbol", () => {
  expect(orderNumber(OrderId.parse("ord_7k3m9qx24f6h00000000000000000000"))).toBe("WB-7K3M-9QX2-4F6H-Y");
});

test("an id is made of the symbols in its number and the others", () => {
  fc.assert(
    fc.property(ids, (id) => {
      expect(`ord_${numberedSymbols(id)}${otherSymbols(id)}`).toBe(id);
    }),
  );
});

describe("a number that a person writes", () => {
  test("is read as it was given", () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(read(orderNumber(id))).toBe(numberedSymbols(id));
      }),
    );
  });

  test.each([
    ["in lower case", (number: string) => number.toLowerCase()],
    ["without dashes", (number: string) => number.replaceAll("-", "")],
    ["with spaces", (number: string) => ` ${number.replaceAll("-", " ")} `],
    ["without WB", (number: string) => number.slice("WB-".length)],
    ["with O for 0", (number: string) => number.replaceAll("0", "O")],
    ["with I for 1", (number: string) => number.replaceAll("1", "I")],
    ["with l for 1", (number: string) => number.replaceAll("1", "l")],
  ])("%s: is understood", (_, written) => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(read(written(orderNumber(id)))).toBe(numberedSymbols(id));
      }),
    );
  });

  test("whose symbols begin with WB, without the prefix: is understood", () => {
    const id = OrderId.parse("ord_wb3m9qx24f6h00000000000000000000");
    expect(read(orderNumber(id))).toBe("wb3m9qx24f6h");
    expect(read(orderNumber(id).slice("WB-".length))).toBe("wb3m9qx24f6h");
  });

  test.each(["", "WB", "WB-7K3M-9QX2-4F6H", "WB-7K3M-9QX2-4F6H-YY", "XX-7K3M-9QX2-4F6H-Y", "WB-UK3M-9QX2-4F6H-Y", "Ä"])(
    "%j is no number",
    (text) => expect(mistake(text)).toBe("must be an order's number, like WB-7K3M-9QX2-4F6H-Y"),
  );
});

describe("the check symbol finds", () => {
  const expectMistyped = (symbols: readonly string[]) => expect(mistake(symbols.join(""))).toMatch(/^is mistyped/);

  test("every single wrong symbol", () => {
    fc.assert(
      fc.property(numbers, place, symbol, (symbols, at, wrong) => {
        fc.pre(symbols[at] !== wrong);
        expectMistyped(symbols.with(at, wrong));
      }),
    );
  });

  test("every two symbols that are swapped, wherever they are", () => {
    fc.assert(
      fc.property(numbers, place, place, (symbols, one, other) => {
        const [a = "", b = ""] = [symbols[one], symbols[other]];
        fc.pre(a !== b);
        expectMistyped(symbols.with(one, b).with(other, a));
      }),
    );
  });

  test("two equal symbols that are both read as the same other one", () => {
    fc.assert(
      fc.property(fc.tuple(numbers, place, place, symbol), ([symbols, one, other, wrong]) => {
        fc.pre(one !== other && symbols[one] === symbols[other] && symbols[one] !== wrong);
        expectMistyped(symbols.with(one, wrong).with(other, wrong));
      }),
    );
  });
});
