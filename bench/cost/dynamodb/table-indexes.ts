import * as z from "zod";

const Definition = z.object({
  KeySchema: z.array(z.object({ AttributeName: z.string() })),
  GlobalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: z.array(z.object({ AttributeName: z.string() })),
      Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }),
    }),
  ),
});

/** A global secondary index, as what it costs depends on it. */
export interface TableIndex {
  readonly name: string;
  /** An item without one of these attributes is not in the index. */
  readonly keys: readonly string[];
  /** What an entry holds: the keys of index and table, and what is projected beside them. */
  readonly attributes: readonly string[] | "all";
}

/** The indexes in a table's definition. */
export function indexesOf(tableDefinition: object): TableIndex[] {
  const { KeySchema, GlobalSecondaryIndexes } = Definition.parse(tableDefinition);
  const tableKeys = namesIn(KeySchema);
  return GlobalSecondaryIndexes.map(({ IndexName, KeySchema: indexKeySchema, Projection }) => {
    const keys = namesIn(indexKeySchema);
    const { ProjectionType, NonKeyAttributes = [] } = Projection;
    return {
      name: IndexName,
      keys,
      attributes: ProjectionType === "ALL" ? "all" : [...new Set([...tableKeys, ...keys, ...NonKeyAttributes])],
    };
  });
}

function namesIn(schema: readonly { readonly AttributeName: string }[]): string[] {
  return schema.map(({ AttributeName }) => AttributeName);
}
