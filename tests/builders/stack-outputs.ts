import { StackOutputs } from "../../local/stack-outputs.ts";

/** The outputs of a stack, each an empty text unless it is named. */
export function someOutputs(named: Readonly<Record<string, string>> = {}): StackOutputs {
  const empty = Object.keys(StackOutputs.shape).map((name) => [name, ""]);
  return StackOutputs.parse({ ...Object.fromEntries(empty), ...named });
}
