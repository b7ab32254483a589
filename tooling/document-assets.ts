import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FONT_FILES, FONTS_FOLDER, fontPackage } from "../functions/documents/fonts.ts";
import type { FolderContents } from "./output-folder.ts";

/** What the documents function has beside its code: the font that it prints with. */
export function documentAssets(): FolderContents {
  return new Map(
    Object.values(FONT_FILES).map((file) => [`${FONTS_FOLDER}/${file}`, readFileSync(join(fontPackage(), file))]),
  );
}
