import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The files of the font that documents are printed with: Latin, Greek, Cyrillic, Vietnamese and Devanagari. */
export const FONT_FILES = {
  regular: "400Regular/NotoSans_400Regular.ttf",
  bold: "600SemiBold/NotoSans_600SemiBold.ttf",
} as const;

/** Where a bundle has the font's files, beside its code. */
export const FONTS_FOLDER = "fonts";

export interface Fonts {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

let fonts: Promise<Fonts> | undefined;

/** The font, read once. */
export function loadFonts(): Promise<Fonts> {
  fonts ??= readFonts();
  return fonts;
}

async function readFonts(): Promise<Fonts> {
  const beside = join(import.meta.dirname, FONTS_FOLDER);
  const folder = existsSync(beside) ? beside : fontPackage();
  const [regular, bold] = await Promise.all([
    readFile(join(folder, FONT_FILES.regular)),
    readFile(join(folder, FONT_FILES.bold)),
  ]);
  return { regular, bold };
}

/** The folder of the package that has the font: bundles copy its files, the source reads them there. */
export function fontPackage(): string {
  return dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans/package.json"));
}
