import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import * as z from "zod";
import { CfnLint } from "./cfn-lint.ts";
import type { PythonTool } from "./python-tool.ts";

/** What a rule found and nobody acknowledged. */
export interface Finding {
  /** The id to acknowledge it with: `AwsSolutions::AwsSolutions-SQS4`. */
  readonly id: string;
  readonly meaning: string;
  /** The construct's path, with the line that made it where that is known. */
  readonly where: string;
}

/** What the rules say of an app. */
export interface RuleReport {
  readonly findings: readonly Finding[];
  /** The ids that were acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** Those of them that no rule reports any more. */
  readonly stale: readonly string[];
}

/** The context of an app under the rules: the CDK's own apply too, and it neither prints nor throws what is in the report. */
export const rulesContext = {
  "@aws-cdk/core:validateAgainstDefaultRules": true,
  "@aws-cdk/core:failSynthOnValidationErrors": false,
};

/**
 * Synthesizes an app under cdk-nag's rules, cfn-lint's and the CDK's own.
 *
 * @param app with `rulesContext`
 */
export function applyRules(app: App, cfnLint: PythonTool): RuleReport {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new CfnLint(cfnLint));
  const { directory } = app.synth();
  const { pluginReports } = Report.parse(JSON.parse(readFileSync(join(directory, "validation-report.json"), "utf8")));
  const found = new Set(pluginReports.flatMap((plugin) => plugin.suppressedViolations.map(idIn(plugin))));
  const acknowledged = acknowledgedIn(app);
  return {
    findings: pluginReports.flatMap((plugin) => plugin.violations.flatMap(findingsOf(idIn(plugin)))),
    acknowledged,
    stale: [...acknowledged].filter((id) => !found.has(id)),
  };
}

const Construct = z.object({
  constructPath: z.string().default("the template"),
  stackTraces: z.array(z.string()).default([]),
});
const Violation = z.object({
  ruleName: z.string(),
  description: z.string(),
  violatingConstructs: z.array(Construct),
});
type Violation = z.infer<typeof Violation>;
const PluginReport = z.object({
  pluginName: z.string(),
  violations: z.array(Violation).default([]),
  suppressedViolations: z.array(Violation).default([]),
});
const Report = z.object({ pluginReports: z.array(PluginReport) });

/** The id as acknowledgements have it; the CDK writes a plugin's spaces as hyphens. */
function idIn({ pluginName }: z.infer<typeof PluginReport>) {
  return ({ ruleName }: Violation) => `${pluginName}::${ruleName}`.replaceAll(" ", "-");
}

function findingsOf(idOf: (violation: Violation) => string) {
  return (violation: Violation): Finding[] =>
    violation.violatingConstructs.map((construct) => ({
      id: idOf(violation),
      meaning: violation.description,
      where: placeOf(construct),
    }));
}

function placeOf({ constructPath, stackTraces }: z.infer<typeof Construct>): string {
  const [, line] = /\/(infra\/[\w/-]+\.ts:\d+)/.exec(stackTraces.join("\n")) ?? [];
  return line === undefined ? constructPath : `${constructPath} (${line})`;
}

const Acknowledged = z.record(z.string(), z.string());

function acknowledgedIn(app: App): Set<string> {
  const entries = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  return new Set(entries.flatMap(({ data }) => Object.keys(Acknowledged.parse(data))));
}
