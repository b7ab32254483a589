/**
 * A failure whose message is all that the person at the terminal needs: what happened and what to do, in one sentence.
 * It is printed alone, without a stack.
 */
export class ClearError extends Error {
  override readonly name = "ClearError";
}
