import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { isAlive } from "./child-process.ts";
import { StackOutputs } from "./deploy/stack-outputs.ts";
import { startFolder } from "./environment.ts";
import { documentationPath } from "./friendly-url/friendly-url.ts";

const RunningRecord = z.object({
  /** The process of `npm start`. */
  pid: z.number().int().positive(),
  /** The friendly URL, `http://localhost:4000/v1`. */
  apiUrl: z.string(),
  /** Missing while it is still starting. */
  deployed: z.object({ endpoint: z.string(), stage: z.string(), outputs: StackOutputs }).optional(),
});

/** What other commands need to know about a running `npm start`. */
export type RunningRecord = z.infer<typeof RunningRecord>;

const recordFile = join(startFolder, "running.json");

/** The `npm start` of this checkout that runs now, if one does. */
export async function readRunning(file = recordFile): Promise<RunningRecord | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const record = RunningRecord.safeParse(parseJson(text));
  return record.success && isAlive(record.data.pid) && (await answers(record.data.apiUrl)) ? record.data : undefined;
}

/** Whether the friendly URL is there: after a crash, another process may have got the number of the recorded one. */
async function answers(apiUrl: string): Promise<boolean> {
  const home = fetch(new URL("/", apiUrl), { redirect: "manual", signal: AbortSignal.timeout(2_000) });
  return home.then(
    ({ headers }) => headers.get("location") === documentationPath,
    () => false,
  );
}

export async function writeRunning(record: RunningRecord, file = recordFile): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(record, undefined, 2));
}

export async function removeRunning(file = recordFile): Promise<void> {
  await rm(file, { force: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
