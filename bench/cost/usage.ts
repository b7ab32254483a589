/** What is counted, in the order in which it is recorded. */
const measures = [
  "awsCalls",
  "tableWriteUnits",
  "byCustomerWriteUnits",
  "byListWriteUnits",
  "byDueWriteUnits",
  "tableReadUnits",
  "byCustomerReadUnits",
  "byListReadUnits",
  "byDueReadUnits",
  "streamReads",
  "events",
  "gatewayRequests",
  "invocations",
  "megabyteMilliseconds",
  "logLines",
  "logBytes",
  "queueRequests",
  "providerCalls",
  "providerMegabyteMilliseconds",
] as const;
export type Measure = (typeof measures)[number];

/** What something uses; a measure that is absent is 0. */
export type Usage = Readonly<Partial<Record<Measure, number>>>;

/** The sum, without measures that are 0. */
export function sumOf(usages: readonly Usage[]): Usage {
  const sums = measures.map((measure) => [measure, usages.reduce((sum, usage) => sum + amountOf(usage, measure), 0)]);
  return Object.fromEntries(sums.filter(([, sum]) => sum !== 0));
}

export function amountOf(usage: Usage, measure: Measure): number {
  return usage[measure] ?? 0;
}

const indexes = ["byCustomer", "byList", "byDue"] as const;

export function indexWriteUnitsOf(usage: Usage): number {
  return indexes.reduce((sum, index) => sum + amountOf(usage, `${index}WriteUnits`), 0);
}

export function readUnitsOf(usage: Usage): number {
  return indexes.reduce((sum, index) => sum + amountOf(usage, `${index}ReadUnits`), amountOf(usage, "tableReadUnits"));
}

/** The measure of an index's units. @throws for an index that has none. */
export function indexMeasure(name: string, kind: "Read" | "Write"): Measure {
  const index = indexes.find((one) => one === name);
  if (!index) throw new Error(`Add the index ${name} to the measures in bench/cost/usage.ts.`);
  return `${index}${kind}Units`;
}
