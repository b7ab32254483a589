import { ProblemError } from "../../functions/platform/values/problems.ts";

/** The problem that a call throws. */
export function problemThrownBy(call: () => unknown): ProblemError {
  try {
    call();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error("The call threw no problem.");
}
