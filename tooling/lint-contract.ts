import { join } from "node:path";
import { formatProblems, getTotals, lint, loadConfig } from "@redocly/openapi-core";
import project from "../package.json" with { type: "json" };

const projectRoot = join(import.meta.dirname, "..");

/** Checks openapi.yaml against the rules of redocly.yaml, and prints what breaks one. It sends nothing anywhere. */
async function main(): Promise<void> {
  const config = await loadConfig({ configPath: join(projectRoot, "redocly.yaml") });
  const problems = await lint({ ref: join(projectRoot, "openapi.yaml"), config });
  if (problems.length === 0) return;
  formatProblems(problems, { totals: getTotals(problems), cwd: projectRoot, version: project.version });
  process.exitCode = 1;
}

await main();
