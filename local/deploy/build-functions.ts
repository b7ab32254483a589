import { join } from "node:path";
import { runCommand } from "../child-process.ts";
import { projectRoot, scrubbedEnvironment } from "../environment.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** Writes openapi.yaml and `dist/`, as `npm run build` does; with faults, also the functions that fail on purpose. */
export async function buildFunctions(options: { faults?: boolean; signal?: AbortSignal | undefined }): Promise<void> {
  const { exitCode, output } = await runCommand(
    process.execPath,
    [join(projectRoot, "tooling", "build.ts"), ...(options.faults ? ["--faults"] : [])],
    { cwd: projectRoot, env: scrubbedEnvironment(process.env), signal: options.signal },
  );
  if (exitCode === 0) return;
  throw new ClearError(`The functions could not be built:\n${output.trim()}`);
}
