import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { parse } from "yaml";
import { parseOpenApi } from "../infra/api-projection.ts";
import { parseSettings } from "../infra/settings.ts";
import { WaybillStack } from "../infra/waybill-stack.ts";
import { projectRoot } from "../local/environment.ts";
import { runMain } from "../local/terminal/clear-error.ts";
import { applyRules, rulesContext } from "./infra-rules.ts";
import { writePlaceholderBundles } from "./placeholder-bundles.ts";
import { pythonTool } from "./python-tool.ts";

/** A stage that is kept, with everything that a stage can have. */
const settings = parseSettings("prod", {
  jwtIssuer: "https://id.example",
  allowSandbox: true,
  alarmTopicArn: "arn:aws:sns:eu-central-1:123456789012:alarms",
});

/** A step of `npm run check`: rules for infrastructure, on the template of a production stage. */
async function main(): Promise<void> {
  const cfnLint = await pythonTool("cfn-lint");
  const folder = mkdtempSync(join(tmpdir(), "waybill-infra-"));
  try {
    const app = new App({ outdir: join(folder, "cdk.out"), context: { ...recommendedFlags, ...rulesContext } });
    const dist = join(folder, "dist");
    writePlaceholderBundles(dist);
    const document = parseOpenApi(parse(readFileSync(join(projectRoot, "openapi.yaml"), "utf8")));
    new WaybillStack(app, "waybill-prod", { settings, dist, document });
    const { findings, stale } = applyRules(app, cfnLint);
    const problems = [
      ...findings.map(({ id, meaning, where }) => `${where}\n  ${meaning}\n  ${id}`),
      ...stale.map((id) => `No rule reports ${id} any more: remove its acknowledgement.`),
    ];
    if (problems.length === 0) return;
    console.error(problems.join("\n"));
    console.error(
      `\nMend each, or acknowledge it beside its construct: Validations.of(construct).acknowledge({ id, reason }).`,
    );
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await runMain(main);
