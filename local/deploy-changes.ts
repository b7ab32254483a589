import * as z from "zod";
import { type DeployOptions, deployStack } from "./deploy.ts";
import { readParameter, removeParameter, writeParameter } from "./engine/parameter.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { projectRoot } from "./project-paths.ts";
import { StackOutputs } from "./stack-outputs.ts";

/** Everything that a deployment is made from, beside its settings. `dist/` stands for the functions' sources. */
const deployedFrom = ["dist", "infra", "events", "build", "openapi.yaml", "cdk.json", "package-lock.json"];

const Deployed = z.object({ fingerprint: z.string(), outputs: StackOutputs });
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

/**
 * Deploys, unless the engine holds just this already. What it holds is noted in the engine itself, so that the note is
 * forgotten, or goes back in time, together with the stack. An engine that comes from a crash may hold an older stack
 * than the last one deployed to it.
 */
export async function deployChanges(options: DeployOptions): Promise<{ outputs: StackOutputs; hasChanged: boolean }> {
  const { endpoint, stage, context } = options;
  const note = `/waybill/${stage}/deployed`;
  const fingerprint = await fingerprintOf(projectRoot, deployedFrom, JSON.stringify({ stage, context }));
  const held = ParameterAnswer.safeParse(parseJson(await readParameter(endpoint, note)));
  if (held.success && held.data.Parameter.Value.fingerprint === fingerprint) {
    return { outputs: held.data.Parameter.Value.outputs, hasChanged: false };
  }
  // A deployment that fails halfway leaves neither the old stack nor the new one.
  await removeParameter(endpoint, note);
  const outputs = await deployStack(options);
  await writeParameter(endpoint, note, JSON.stringify({ fingerprint, outputs }));
  return { outputs, hasChanged: true };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
