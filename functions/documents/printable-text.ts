/** Stands for a character that the font does not have, so that nobody takes the text for complete. */
export const REPLACEMENT = "\ufffd";

/** Spaces of other widths, and characters that have no shape of their own. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Text as a font can print it, and what of it the font cannot. */
export interface PrintableText {
  readonly text: string;
  readonly missing: readonly string[];
}

/** The text with every character that the font does not have replaced. */
export function printableText(given: string, hasGlyph: (codePoint: number) => boolean): PrintableText {
  const missing = new Set<string>();
  const characters = [...given.toWellFormed().normalize("NFC").replace(INVISIBLE, "")].map((character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (hasGlyph(codePoint)) return character;
    missing.add(`U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`);
    return REPLACEMENT;
  });
  return { text: characters.join(""), missing: [...missing] };
}
