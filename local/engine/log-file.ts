import { readFile } from "node:fs/promises";

/** The last lines of a log that say something. */
export async function lastLines(file: string, count: number): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n") || "it said nothing";
}
