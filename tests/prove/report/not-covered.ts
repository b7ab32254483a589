/** What the proof leaves open, said plainly. */
export const NOT_COVERED: readonly string[] = [
  "The table is a local engine's. It carries conditional writes and transactions out as AWS documents them; that AWS does is taken on trust. Transaction conflicts, throttling, lost answers and a lagging index no engine here produces: they are injected where the SDK would report them.",
  "Calls are made one at a time, in an order that is drawn: two calls that overlap inside DynamoDB itself are DynamoDB's promise, not ours.",
  "EventBridge and SQS are stand-ins that deliver at least once, in any order, late or never. Their own retries, dead-letter queues and filters are checked on the template and end to end, not here; that the deployed bundles do what the sources do, the end-to-end tests and the load test show.",
  "A function that is held up is so before a call, and for eight seconds; clocks differ by five seconds at most, as the protocol allows (functions/orders/rules/timing.ts).",
  "Single faults are enumerated in every scenario, pairs in the main ones; three or more come only in the random histories. Of two first faults after which the same was done, the same calls follow and the same is reached, one stands for both, and one that only puts a call off is none; so does a throttled call for a conflict in a pair, since a function hears of both that nothing was done. In a pair, clients go away after the first fault or not at all.",
  "The payment provider is the sandbox. A real one's adapter has to promise what functions/providers/payment-provider.ts says: one key is one charge, a call takes effect in time or never, find shows what has taken effect.",
  "Lists, and the API's edge (authentication, validation, headers), belong to the end-to-end tests. Expiry of stream records after 24 hours and regional failures are not looked at.",
];
