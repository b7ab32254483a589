import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A text file of this function's bundle. */
export function readAsset(path: string): Promise<string> {
  return readFile(join(import.meta.dirname, path), "utf8");
}

/** The media type of a file, by its ending. */
export function assetType(name: string): "text/css" | "text/javascript" {
  return name.endsWith(".css") ? "text/css" : "text/javascript";
}
