import * as z from "zod/mini";

/** The control characters of ASCII and Latin-1 (NUL, escape, …), without those that break lines. */
const CONTROL = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f";
const LINE_BREAKS = "\\t\\n\\r\\u2028\\u2029";
/** Unicode's Bidi_Control characters: a text with them can read as another one (UAX #9, CVE-2021-42574). */
const BIDI_CONTROL = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
/** Spaces and characters without width: a text of nothing else looks empty. */
const BLANK = " \\u00a0\\u1680\\u2000-\\u200d\\u202f\\u205f\\u2060\\u3000\\ufeff";

export interface TextRules {
  /** Unicode code points, as JSON Schema counts them: an emoji is one. */
  readonly longest: number;
  /** Whether it may have several lines. @default false */
  readonly multiline?: boolean;
  /** Whether it may be empty. @default false */
  readonly mayBeEmpty?: boolean;
  /** Whether a number in it may look like a card number, as a carrier's tracking number may. @default false */
  readonly anyNumber?: boolean;
}

/** A text that people read: not blank, no control or bidi control characters, no card number. */
export function readableText({ longest, multiline = false, mayBeEmpty = false, anyNumber = false }: TextRules) {
  const text = z.string().check(
    z.regex(readable(multiline, mayBeEmpty), NOT_READABLE),
    z.refine((value) => [...value].length <= longest, `must have at most ${longest} characters`),
    z.meta({ maxLength: longest }),
  );
  return anyNumber ? text : text.check(z.refine(hasNoCardNumber, looksLikeCardNumber));
}

const NOT_READABLE = "must be readable text: not blank, without control characters or text direction controls";

/** Written as ranges instead of \p{…}: the pattern stands in openapi.yaml, and not every validator knows \p. */
function readable(multiline: boolean, mayBeEmpty: boolean): RegExp {
  const forbidden = `${CONTROL}${BIDI_CONTROL}${multiline ? "" : LINE_BREAKS}`;
  const invisible = `${BLANK}${multiline ? LINE_BREAKS : ""}`;
  const text = `[${invisible}]*[^${forbidden}${invisible}][^${forbidden}]*`;
  return new RegExp(mayBeEmpty ? `^(?:${text})?$` : `^${text}$`);
}

/** What a caller is told whose text looks like a card number; the number itself is not repeated. */
export const looksLikeCardNumber =
  "must not hold a card number: send the token that the payment provider gave for the card";

/** Groups of digits with nothing but punctuation and spaces between them, as people write long numbers. */
const DIGIT_GROUPS = /\d+(?:[^\p{L}\p{N}]{1,3}\d+)*/gu;

/** Whether no number in the text has a payment card's length, 15 to 19 digits, and check digit (ISO/IEC 7812-1). */
export function hasNoCardNumber(text: string): boolean {
  return !(text.match(DIGIT_GROUPS) ?? []).some((groups) => hasCardNumber(groups.match(/\d+/g) ?? []));
}

const MAX_CARD_DIGITS = 19;

/** Whether whole groups next to each other make a card number: those beside it may be a date or a house number. */
function hasCardNumber(groups: readonly string[]): boolean {
  for (let first = 0; first < groups.length; first++) {
    let digits = "";
    for (const group of groups.slice(first, first + MAX_CARD_DIGITS)) {
      digits += group;
      if (digits.length > MAX_CARD_DIGITS) break;
      if (digits.length >= 15 && passesLuhn(digits)) return true;
    }
  }
  return false;
}

/** The Luhn check: every second digit from the right counts twice, the sum of all digits is a multiple of 10. */
function passesLuhn(digits: string): boolean {
  const weighted = [...digits].reverse().map((digit, index) => (index % 2 === 0 ? Number(digit) : Number(digit) * 2));
  return weighted.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0;
}
