/** An error as Lambda returns it to whoever invoked the function. */
export interface ErrorResponse {
  errorType: string;
  errorMessage: string;
  trace: readonly string[];
}

/** A failure that Lambda's runtime for Node itself reports, by the name that AWS gives it. */
export class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

/** What the caller of a function sees of a thrown value. */
export function errorResponse(thrown: unknown): ErrorResponse {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? "").split("\n") };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** A thrown value as one line of the logs, with the properties of its own that it carries. */
export function describeForLogs(thrown: unknown): string {
  const { errorType, errorMessage, trace } = errorResponse(thrown);
  const own = thrown instanceof Error ? thrown : {};
  try {
    return `\t${JSON.stringify({ errorType, errorMessage, ...own, stack: trace })}`;
  } catch {
    return `\t${JSON.stringify({ errorType, errorMessage, stack: trace })}`;
  }
}
