/**
 * The engine's reason in what a failed `cdk` run printed: the first resource that failed, else the CDK's own last error.
 * One line, without a full stop.
 */
export function failureReason(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  const resource = lines.find((line) => /\b(CREATE|UPDATE|DELETE)_FAILED\b/.test(line) && !/cancelled/i.test(line));
  const own = lines.findLast((line) => /^(❌|.*\bfailed:|.*Error:)/.test(line));
  const text = resource ?? own ?? lines.findLast((line) => line !== "") ?? "it said nothing";
  return text
    .replace(/^❌\s*/, "")
    .replace(/\s+/g, " ")
    .replace(/[.:\s]+$/, "");
}
