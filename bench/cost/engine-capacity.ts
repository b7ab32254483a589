import * as z from "zod";
import { indexMeasure, type Usage } from "./usage.ts";

const Capacity = z.object({
  CapacityUnits: z.number(),
  GlobalSecondaryIndexes: z.record(z.string(), z.object({ CapacityUnits: z.number() })).default({}),
});
const Answer = z.object({ ConsumedCapacity: z.union([Capacity.transform((one) => [one]), z.array(Capacity)]) });

/** The units that the engine itself says a write took, by table and index. Of reads it knows too little. */
export function writtenUnits(output: unknown): Usage {
  const { ConsumedCapacity } = Answer.parse(output);
  const units: Record<string, number> = {};
  const add = (measure: string, more: number) => {
    units[measure] = (units[measure] ?? 0) + more;
  };
  for (const { CapacityUnits, GlobalSecondaryIndexes } of ConsumedCapacity) {
    const indexes = Object.entries(GlobalSecondaryIndexes);
    for (const [name, { CapacityUnits: ofIndex }] of indexes) add(indexMeasure(name, "Write"), ofIndex);
    add("tableWriteUnits", CapacityUnits - indexes.reduce((sum, [, one]) => sum + one.CapacityUnits, 0));
  }
  return units;
}
