import * as z from "zod/mini";
import type { OrderId } from "./order.ts";

/** Crockford's base32: no I, L, O or U, which are read as other symbols. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PREFIX = "WB";
const ID_PREFIX = "ord_";
/** The symbols of an id that are in its order's number: 60 bits, so that two orders hardly ever share them. */
const SYMBOLS = 12;

/** The symbols of an order's id that are in its number, as the id spells them: `7k3m9qx24f6h`. */
export const NumberedSymbols = z
  .string()
  .check(z.regex(/^[0-9a-hjkmnp-tv-z]{12}$/))
  .brand<"NumberedSymbols">();
export type NumberedSymbols = z.output<typeof NumberedSymbols>;

/** The part of an order's id that is in its number. */
export function numberedSymbols(id: OrderId): NumberedSymbols {
  return NumberedSymbols.parse(id.slice(ID_PREFIX.length, ID_PREFIX.length + SYMBOLS));
}

/** The rest of an order's id. */
export function otherSymbols(id: OrderId): string {
  return id.slice(ID_PREFIX.length + SYMBOLS);
}

/** The number of an order, for people: `WB-7K3M-9QX2-4F6H-Y`. It follows from the order's id and is not stored. */
export function orderNumber(id: OrderId): string {
  const symbols = numberedSymbols(id).toUpperCase();
  return [PREFIX, symbols.slice(0, 4), symbols.slice(4, 8), symbols.slice(8), checkSymbol(symbols)].join("-");
}

/** The symbols of a number, as a person writes them: with or without WB, and with look-alikes. */
const WRITTEN = /^[ -]*(?:[Ww][ -]*[Bb][ -]*)?(?:[0-9A-TV-Za-tv-z][ -]*){13}$/;

/** An order's number as a person writes it, parsed to the symbols of the id that it stands for. */
export const OrderNumberInput = z.pipe(
  z.string().check(
    z.maxLength(40),
    z.regex(WRITTEN, { error: "must be an order's number, like WB-7K3M-9QX2-4F6H-Y", abort: true }),
    z.refine((text) => isChecked(symbolsIn(text)), "is mistyped: compare it with the number that you were given"),
    z.meta({
      description: "The order's number; lower case, missing dashes, O for 0, and I or L for 1 are understood",
      examples: ["WB-7K3M-9QX2-4F6H-Y"],
    }),
  ),
  z.transform((text) => NumberedSymbols.parse(symbolsIn(text).slice(0, SYMBOLS).toLowerCase())),
);

/** The symbols of a number, the check symbol last, without prefix and dashes, and with look-alikes read as digits. */
function symbolsIn(text: string): string {
  const symbols = text.toUpperCase().replaceAll(/[ -]/g, "");
  const hasPrefix = symbols.length === PREFIX.length + SYMBOLS + 1 && symbols.startsWith(PREFIX);
  return symbols
    .slice(hasPrefix ? PREFIX.length : 0)
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
}

function isChecked(symbols: string): boolean {
  return symbols.at(-1) === checkSymbol(symbols.slice(0, SYMBOLS));
}

/**
 * The check symbol: in the field with 32 elements, each symbol counts with a weight of its own. So it finds every single
 * wrong symbol, every two symbols that are swapped, next to each other or not, and every two equal symbols that are
 * both read as the same other one; of all other mistakes it misses one in 32. It is of the alphabet itself, which the
 * modulo 37 of Crockford's proposal is not (`*~$=U`).
 */
function checkSymbol(symbols: string): string {
  const sum = [...symbols].reduce((before, symbol) => timesX(before ^ ALPHABET.indexOf(symbol)), 0);
  return ALPHABET.charAt(sum);
}

/** Multiplies by x modulo x⁵ + x² + 1, a primitive polynomial: no power of x below the 31st comes twice. */
function timesX(element: number): number {
  const shifted = element << 1;
  return shifted < 32 ? shifted : shifted ^ 0b100101;
}
