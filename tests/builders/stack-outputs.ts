import { StackOutputs } from "../../local/deploy/stack-outputs.ts";

/** The outputs of a stack; those not named are empty. */
export function someOutputs(named: Readonly<Record<string, string>> = {}): StackOutputs {
  const empty = Object.keys(StackOutputs.shape).map((name) => [name, ""]);
  return StackOutputs.parse({ ...Object.fromEntries(empty), ...named });
}
