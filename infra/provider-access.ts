import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { FunctionDeclaration } from "../functions/registry/functions.ts";
import type { Settings } from "./settings.ts";

/** What asking the payment provider takes: its secret, for functions that carry effects out. */
export function providerStatements(
  { carriesOutEffects = false }: Pick<FunctionDeclaration, "carriesOutEffects">,
  { paymentSecretArn }: Settings,
): PolicyStatement[] {
  if (!carriesOutEffects || paymentSecretArn === undefined) return [];
  return [new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [paymentSecretArn] })];
}
