import * as z from "zod";
import { projectRoot } from "../environment.ts";
import { type DeployOptions, deployStack } from "./deploy.ts";
import { readParameter, removeParameter, writeParameter } from "./engine-parameters.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { lastStackChange } from "./last-stack-change.ts";
import { StackOutputs, stackName } from "./stack-outputs.ts";

/** The inputs of a deployment beside its settings. `dist/` contains the built functions. */
const deployedFrom = ["dist", "infra", "stages", "events", "tooling", "openapi.yaml", "cdk.json", "package-lock.json"];

const Deployed = z.object({
  fingerprint: z.string(),
  outputs: StackOutputs,
  /** The stack's change that it caused: another command caused any later one. */
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

/** The result of a deployment. */
export interface DeployedChanges {
  outputs: StackOutputs;
  hasChanged: boolean;
  /** Whether another command had deployed the stack: its settings were replaced. */
  hasReplacedOther: boolean;
}

/**
 * Deploys, unless the engine has the same stack already. A parameter in the engine records what was deployed, so that it
 * is lost or rolled back together with the stack: after a crash an engine may have an older stack. A `cdk deploy` by hand
 * leaves the parameter unchanged; the stack's last change then differs from the recorded one.
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
