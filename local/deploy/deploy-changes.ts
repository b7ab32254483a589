import * as z from "zod";
import { projectRoot } from "../environment.ts";
import { type DeployOptions, deployStack } from "./deploy.ts";
import { readParameter, removeParameter, writeParameter } from "./engine-parameters.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { lastStackChange } from "./last-stack-change.ts";
import { StackOutputs, stackName } from "./stack-outputs.ts";

/** Everything that a deployment is made from, beside its settings. `dist/` stands for the functions' sources. */
const deployedFrom = ["dist", "infra", "stages", "events", "tooling", "openapi.yaml", "cdk.json", "package-lock.json"];

const Deployed = z.object({
  fingerprint: z.string(),
  outputs: StackOutputs,
  /** The change of the stack that it made: a later one is another command's. */
  stackChange: z.string(),
});
const ParameterAnswer = z.object({
  Parameter: z.object({
    Value: z.string().transform((text, context) => {
      try {
        return Deployed.parse(JSON.parse(text));
      } catch {
        context.addIssue("not a deployment's record");
        return z.NEVER;
      }
    }),
  }),
});

/** What became of the stack. */
export interface DeployedChanges {
  outputs: StackOutputs;
  hasChanged: boolean;
  /** Whether the stack was there as another command had deployed it, whose settings are replaced. */
  hasReplacedOther: boolean;
}

/**
 * Deploys, unless the engine holds just this already. What it holds is noted in the engine itself, so that the note is
 * forgotten, or goes back in time, together with the stack. An engine that comes from a crash may hold an older stack
 * than the last one deployed to it. A `cdk deploy` by hand does not know of the note: it changes the stack under it.
 */
export async function deployChanges(options: DeployOptions, deploy = deployStack): Promise<DeployedChanges> {
  const { endpoint, stage, context } = options;
  const note = `/waybill/${stage}/deployed`;
  const fingerprint = await fingerprintOf(projectRoot, deployedFrom, JSON.stringify({ stage, context }));
  const held = ParameterAnswer.safeParse(parseJson(await readParameter(endpoint, note))).data?.Parameter.Value;
  const changeBefore = await lastStackChange(endpoint, stackName(stage));
  const isOurs = held !== undefined && held.stackChange === changeBefore;
  if (isOurs && held.fingerprint === fingerprint) {
    return { outputs: held.outputs, hasChanged: false, hasReplacedOther: false };
  }
  // A deployment that fails halfway leaves neither the old stack nor the new one.
  await removeParameter(endpoint, note);
  const outputs = await deploy(options);
  const stackChange = await lastStackChange(endpoint, stackName(stage));
  await writeParameter(endpoint, note, JSON.stringify({ fingerprint, outputs, stackChange }));
  return { outputs, hasChanged: true, hasReplacedOther: changeBefore !== undefined && !isOurs };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
