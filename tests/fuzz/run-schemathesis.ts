import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../local/child-process.ts";
import { scrubbedEnvironment } from "../../local/environment.ts";
import type { PythonTool } from "../../tooling/python-tool.ts";

const configuration = join(import.meta.dirname, "schemathesis.toml");
const hooks = join(import.meta.dirname, "known_reasons.py");

/** How much is sent. */
export interface FuzzSize {
  /** Made-up requests for each operation. */
  readonly examples: number;
  /** Whether each limit and each wrong type of every parameter and field is sent, too. */
  readonly coverage: boolean;
}

/** One run of schemathesis, with one caller's token. */
export interface FuzzRun extends FuzzSize {
  /** The API's URL up to and with `/v1`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly customer: string;
  /** Orders of that customer. */
  readonly orders: readonly [string, string, string];
}

export interface FuzzResult {
  readonly passed: boolean;
  /** Requests that were sent. */
  readonly requests: number;
  /** What schemathesis printed: for each failure the answer, and the request as a curl line. */
  readonly output: string;
}

/** Sends requests made up from the API's own document, and checks that the contract has each answer. */
export async function runSchemathesis(tool: PythonTool, run: FuzzRun): Promise<FuzzResult> {
  const { apiUrl, token, examples, coverage, customer, orders } = run;
  const phases = coverage ? "examples,coverage,fuzzing" : "examples,fuzzing";
  const options = ["--url", apiUrl, "--max-examples", String(examples), "--phases", phases];
  const command = [tool.command, "--config-file", configuration, "run", `${apiUrl}/openapi.json`, ...options];
  const env = {
    ...scrubbedEnvironment(process.env),
    WAYBILL_HOOKS: hooks,
    WAYBILL_TOKEN: token,
    WAYBILL_CUSTOMER: customer,
    ...Object.fromEntries(orders.map((id, index) => [`WAYBILL_ORDER_${index + 1}`, id])),
  };
  // It keeps notes where it runs.
  const cwd = await mkdtemp(join(tmpdir(), "waybill-fuzz-"));
  try {
    const { exitCode, output } = await runCommand(tool.python, command, { env, cwd });
    const [, requests = "0"] = /(\d+) generated/.exec(output) ?? [];
    return { passed: exitCode === 0 && Number(requests) > 0, requests: Number(requests), output };
  } finally {
    await rm(cwd, { recursive: true });
  }
}
