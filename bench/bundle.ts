import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { parse } from "yaml";
import * as z from "zod";
import { type FunctionDeclaration, functions } from "../functions/registry/functions.ts";
import { firstEvent } from "./first-event.ts";

const projectRoot = join(import.meta.dirname, "..");
const probe = join(import.meta.dirname, "probe-bundle.mjs");

/** Milliseconds that one fresh Node process took. */
const Sample = z.object({
  import: z.number(),
  /** Import and first answer; null for a function that answers nothing without AWS. */
  first: z.number().nullable(),
  status: z.number().nullable(),
});

/** Enough of a function's settings for an answer that needs no AWS. */
const environment = {
  PATH: process.env.PATH,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
  TABLE_NAME: "none",
  STAGE: "bench",
  JWT_ISSUER: "https://issuer.invalid",
  JWT_AUDIENCE: "waybill",
  EVENT_BUS_NAME: "none",
  PARKING_QUEUE_URL: "https://queue.invalid/none",
};

interface Row {
  function: string;
  "dist KB": string;
  "import ms": string;
  "import + first ms": string;
  "first answer": string;
}

async function measure(declaration: FunctionDeclaration, processes: number, openApi: unknown): Promise<Row> {
  const folder = join(projectRoot, "dist", declaration.name);
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: run "npm run build" first.`);
  const event = firstEvent(declaration, openApi);
  const argv = [probe, join(folder, "index.mjs"), ...(event ? [JSON.stringify(event)] : [])];
  const samples: z.infer<typeof Sample>[] = [];
  // The first process only fills the disk cache.
  for (let turn = 0; turn <= processes; turn += 1) {
    const { stdout } = await execa(process.execPath, argv, { env: environment, extendEnv: false });
    if (turn > 0) samples.push(Sample.parse(JSON.parse(stdout.split("\n").at(-1) ?? "")));
  }
  const firsts = samples.flatMap(({ first }) => first ?? []);
  return {
    function: declaration.name,
    "dist KB": (codeBytes(folder) / 1024).toFixed(0),
    "import ms": median(samples.map((sample) => sample.import)).toFixed(1),
    "import + first ms": firsts.length > 0 ? median(firsts).toFixed(1) : "",
    "first answer": event ? String(samples[0]?.status ?? "an empty batch") : "none without AWS",
  };
}

/** Code only: the site's static assets are not loaded at a start. */
function codeBytes(folder: string): number {
  const code = readdirSync(folder).filter((file) => file.endsWith(".mjs"));
  return code.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.slice(middle - (sorted.length % 2 === 0 ? 1 : 0), middle + 1);
  return (low + high) / 2;
}

const { values } = parseArgs({ options: { processes: { type: "string", default: "15" }, only: { type: "string" } } });
const processes = Number(values.processes);
if (!Number.isSafeInteger(processes) || processes < 1) throw new Error("--processes must be a whole number above 0.");

const openApi: unknown = parse(readFileSync(join(projectRoot, "openapi.yaml"), "utf8"));
const rows: Row[] = [];
for (const declaration of functions) {
  if (!values.only || values.only === declaration.name) rows.push(await measure(declaration, processes, openApi));
}
console.log(`Node ${process.versions.node}, median of ${processes} fresh processes each`);
console.table(Object.fromEntries(rows.map(({ function: name, ...row }) => [name, row])));
