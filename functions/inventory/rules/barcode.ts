const GTIN = /^(?:\d{8}|\d{12}|\d{13}|\d{14})$/;

/** What is wrong with a barcode, as the end of a sentence; undefined for a GTIN, the number of GS1 (8, 12, 13 or 14 digits). */
export function barcodeMistake(text: string): string | undefined {
  if (!GTIN.test(text)) return "must be a GTIN of 8, 12, 13 or 14 digits";
  const expected = checkDigit(text.slice(0, -1));
  if (text.endsWith(expected)) return undefined;
  return `is mistyped: after ${text.slice(0, -1)} its check digit is ${expected}`;
}

/** From the right, every second digit counts three times, the last one first; the sum with the check digit ends in 0. */
function checkDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}
