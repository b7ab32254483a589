/** What the proof does not show. */
export const NOT_COVERED: readonly string[] = [
  "The table runs on a local engine. The proof assumes that DynamoDB executes conditional writes and transactions as AWS documents them. No local engine produces transaction conflicts, throttling, lost responses or stale indexes: they are injected where the SDK would report them.",
  "Calls run one at a time, in an order chosen by a seed. Calls that overlap inside DynamoDB are not simulated.",
  "EventBridge and SQS are simulated: they deliver at least once, in any order, late or never. Their retries, dead-letter queues and filters are checked by the template tests and the end-to-end tests. That the deployed bundles behave like the sources is checked by the end-to-end tests and the load test.",
  "A write whose answer is lost, that is refused when the SDK sends it again, and of which the first sending arrives only after that: it could take effect although its request was answered 409.",
  "A stalled function stalls for eight seconds, before a call. Clocks differ by five seconds at most, as the protocol allows (functions/orders/rules/timing.ts).",
  "Single faults are enumerated in every scenario, pairs of faults in the main scenarios; three or more faults occur only in random histories. If two first faults leave the same state and the same remaining calls, only one of them is paired; a first fault that only delays a call is not paired. In a pair, throttling also stands for a conflict, because both tell the function that nothing was written. In a pair, clients stop after the first fault or retry until the end.",
  "The payment provider is the sandbox. The adapter of a real provider must keep the promises of functions/providers/payment-provider.ts: one key creates one charge, a call takes effect within its time limit or never, retrieve returns what has taken effect.",
  "Lists and the edge of the API (authentication, validation, headers) are checked by the end-to-end tests. The expiry of stream records after 24 hours and regional failures are not checked.",
];
