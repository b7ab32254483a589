import { type Declared, declaredOperations } from "./declared.ts";
import { derivedProblems } from "./derive-problems.ts";
import { problems } from "./problems.ts";
import type { ProblemStep, WalkthroughStep } from "./step.ts";
import { walkthrough } from "./walkthrough.ts";

/** A step with what the contract says about its operation. */
export interface DeclaredStep<Step> {
  readonly step: Step;
  readonly declared: Declared;
}

/** The walkthrough, in order. */
export function walkthroughSteps(): DeclaredStep<WalkthroughStep>[] {
  return withDeclared(walkthrough);
}

/** The problems after it, in order: those that need something special, then those of every operation. */
export function problemSteps(): DeclaredStep<ProblemStep | WalkthroughStep>[] {
  return withDeclared([...problems, ...[...declaredOperations().values()].flatMap(derived)]);
}

export function isProblem(step: ProblemStep | WalkthroughStep): step is ProblemStep {
  return "code" in step;
}

function derived(declared: Declared): ProblemStep[] {
  const success = walkthrough.find(({ operation }) => operation === declared.operation);
  if (!success) throw new Error(`The walkthrough has no request of ${declared.operation}: add one to walkthrough.ts.`);
  const own = problems.filter(isProblem).filter(({ operation }) => operation === declared.operation);
  return derivedProblems(declared, success, new Set(own.map(({ code }) => code)));
}

function withDeclared<Step extends { readonly operation: string }>(steps: readonly Step[]): DeclaredStep<Step>[] {
  const operations = declaredOperations();
  return steps.map((step) => {
    const declared = operations.get(step.operation);
    if (!declared) throw new Error(`The contract has no operation ${step.operation}.`);
    return { step, declared };
  });
}
