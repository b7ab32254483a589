import { askEngine } from "./ask-engine.ts";

/** Parameters of an engine's SSM. */
function ask(endpoint: string, action: string, input: Record<string, unknown>): Promise<Response> {
  return askEngine(endpoint, { service: "ssm", target: `AmazonSSM.${action}`, input });
}

/** The answer to GetParameter as text, undefined when there is none. */
export async function readParameter(endpoint: string, name: string): Promise<string | undefined> {
  const response = await ask(endpoint, "GetParameter", { Name: name });
  const text = await response.text();
  return response.ok ? text : undefined;
}

export async function writeParameter(endpoint: string, name: string, value: string): Promise<void> {
  const response = await ask(endpoint, "PutParameter", { Name: name, Value: value, Type: "String", Overwrite: true });
  await response.body?.cancel();
}

export async function removeParameter(endpoint: string, name: string): Promise<void> {
  const response = await ask(endpoint, "DeleteParameter", { Name: name });
  await response.body?.cancel();
}
