import type { Declared } from "./declared.ts";
import { type ExampleAnswer, type Stack, sendRequest, sendUntil } from "./send-request.ts";
import type { ProblemStep, WalkthroughStep } from "./step.ts";

/** The body of an answer: JSON as its value, other text as it is, of a PDF its first line. */
export function bodyIn({ mediaType, text }: ExampleAnswer): unknown {
  if (mediaType === "application/pdf") return text.split("\n")[0];
  return mediaType.endsWith("json") ? JSON.parse(text) : text;
}

/** Sends a request that succeeds. @throws where it is not answered with the status that it names */
export async function playStep(stack: Stack, declared: Declared, step: WalkthroughStep): Promise<ExampleAnswer> {
  const { status, until } = step;
  const answer = await sendUntil(
    () => sendRequest(stack, declared, step),
    ({ text }) => until?.(text) ?? true,
  );
  if (answer.status === status && (until?.(answer.text) ?? true)) return answer;
  throw new Error(`${step.operation} ${step.name} was answered with ${answer.status}, not ${status}: ${answer.text}`);
}

/** Sends a request that leads to a problem. @throws where it leads to another one */
export async function playProblem(stack: Stack, declared: Declared, step: ProblemStep): Promise<ExampleAnswer> {
  const answer = await sendRequest(stack, declared, step);
  const status = declared.problems.get(step.code);
  if (answer.status === status && answer.text.includes(`"code":"${step.code}"`)) return answer;
  throw new Error(
    `${step.operation} was answered with ${answer.status}, not ${status} ${step.code}: ${answer.text.slice(0, 500)}`,
  );
}
