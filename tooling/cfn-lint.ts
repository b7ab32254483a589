import { spawnSync } from "node:child_process";
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolatingResource,
} from "aws-cdk-lib";
import * as z from "zod";
import type { PythonTool } from "./python-tool.ts";

const Match = z.object({
  Rule: z.object({ Id: z.string() }),
  Level: z.string(),
  Message: z.string(),
  Filename: z.string(),
  Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullish() }),
});
type Match = z.infer<typeof Match>;

/** cfn-lint as a validation of the CDK: its findings are acknowledged like every other, as `cfn-lint::W3005`. */
export class CfnLint implements IPolicyValidationPlugin {
  readonly name = "cfn-lint";
  readonly #tool: PythonTool;

  constructor(tool: PythonTool) {
    this.#tool = tool;
  }

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const matches = this.#lint(templatePaths);
    return {
      success: matches.length === 0,
      violations: matches.map((match) => ({
        ruleName: match.Rule.Id,
        description: match.Message,
        severity: match.Level.toLowerCase(),
        violatingResources: [resourceOf(match)],
      })),
    };
  }

  #lint(templates: readonly string[]): Match[] {
    const options = ["--format", "json", "--non-zero-exit-code", "none"];
    const { python, command } = this.#tool;
    const { status, stdout, stderr } = spawnSync(python, [command, ...options, "--", ...templates], {
      encoding: "utf8",
      maxBuffer: 100_000_000,
    });
    if (status !== 0) throw new Error(`cfn-lint failed: ${stderr || stdout}`);
    return z.array(Match).parse(JSON.parse(stdout));
  }
}

function resourceOf({ Filename, Location: { Path } }: Match): PolicyViolatingResource {
  const [section, name, ...rest] = (Path ?? []).map(String);
  const templatePath = Filename;
  if (section === "Resources" && name) return { resourceLogicalId: name, locations: [rest.join(".")], templatePath };
  return { locations: [(Path ?? []).join(".")], templatePath };
}
