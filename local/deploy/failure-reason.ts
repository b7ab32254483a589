/** A line of `cdk deploy` about a resource: `stack | 2/6 | 6:10:18 AM | CREATE_FAILED | type | logicalId reason`. */
const resourceFailure = /\|\s*\w+_FAILED\s*\|\s*(?<type>[\w:]+)\s*\|\s*(?<id>\S+)\s+(?<reason>.+)$/;

/**
 * Finds the reason in the output of a failed `cdk` run: that of the first resource whose failure was not a cancellation,
 * else the CDK's own error, else the last line. One line, without a full stop.
 */
export function failureReason(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  const [resource] = lines.flatMap((line) => {
    const groups = resourceFailure.exec(line)?.groups;
    // Those that were only under way when another one failed.
    return groups === undefined || /cancelled/i.test(groups.reason ?? "") ? [] : [groups];
  });
  const reason = resource
    ? `${resource.type} ${resource.id}: ${resource.reason}`
    : (lines.find((line) => /^\S*(Error|Exception): |^❌.* failed: /.test(line)) ??
      lines.findLast((line) => line !== "") ??
      "it printed nothing");
  return reason
    .replace(/^❌\s*/, "")
    .replace(/\s+/g, " ")
    .replace(/[.:\s]+$/, "");
}
