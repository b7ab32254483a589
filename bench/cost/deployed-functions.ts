import { type FunctionDeclaration, functionsWith } from "../../functions/registry/functions.ts";
import { lambdaFunctions } from "../../tests/infra/resources.ts";
import { synthesize } from "../../tests/infra/synthesize.ts";

/** A function as what it costs depends on how it is deployed. */
export interface DeployedFunction {
  readonly kind: FunctionDeclaration["kind"];
  readonly memoryMegabytes: number;
  /** Whether Lambda writes lines of its own to the log at each invocation. */
  readonly logsInvocations: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

/** The functions of a stage that keeps its table, by name. */
export function deployedFunctions(): ReadonlyMap<string, DeployedFunction> {
  const deployed = lambdaFunctions(synthesize({ stage: "prod" }));
  return new Map(
    functionsWith("sandbox").map(({ name, kind }) => {
      const found = deployed.get(name);
      if (!found) throw new Error(`The template has no function ${name}.`);
      const { LogFormat = "Text", SystemLogLevel = "INFO" } = found.LoggingConfig;
      const logsInvocations = LogFormat === "Text" || SystemLogLevel !== "WARN";
      const environment = found.Environment.Variables;
      return [name, { kind, memoryMegabytes: found.MemorySize, logsInvocations, environment }];
    }),
  );
}
