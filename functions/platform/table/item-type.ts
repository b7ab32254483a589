import * as z from "zod/mini";
import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Timestamp } from "../values/time.ts";
import type { Key, StoredItem } from "./item.ts";
import { keyText } from "./read.ts";

/** Unfinished work of an item. */
export interface PendingWork {
  readonly effect: string;
  readonly since?: Timestamp;
  readonly dueAt: Timestamp;
  /** Attempts so far. */
  readonly tries: number;
}

/** How the sweeper finds and resumes the unfinished work of items of one type. */
interface DueDeclaration<Item> {
  /** The partitions of the due index with items of this type, and with no others: see `duePartition`. */
  readonly partitions: () => readonly string[];
  readonly pending: (item: Item) => PendingWork | undefined;
  /** Load its code with `import()`, so that other readers of the type do not bundle it. */
  readonly resume: (item: Item) => Promise<void>;
}

interface ItemTypeDeclaration<Type extends string, Schema extends z.core.$ZodType> {
  /** The attribute `type` of its items. */
  readonly type: Type;
  readonly schema: Schema;
  /** What log lines and the ids of events call an item. @default its key */
  readonly nameOf?: (key: Key) => string;
  /** The events between two versions of an item; "none" keeps its versions from the relay. */
  readonly events:
    | "none"
    | ((before: z.core.output<Schema> | undefined, after: z.core.output<Schema>) => DomainEvent[]);
  /** @default its items never have work to be resumed */
  readonly due?: DueDeclaration<z.core.output<Schema>>;
}

/** A due item, parsed. */
export interface DueItem {
  readonly pending: PendingWork | undefined;
  readonly resume: () => Promise<void>;
}

/** How the sweeper finds due items of a type and parses one. */
export interface DueItems {
  readonly nameOf: (key: Key) => string;
  readonly partitions: () => readonly string[];
  /** @throws where the item is not of the type. */
  readonly read: (item: StoredItem) => DueItem;
}

/** A declared item type, as relay, stream filter, sweeper and proof see it. */
export interface ItemType<Item = unknown> {
  readonly type: string;
  /** What log lines and the ids of events call an item. */
  readonly nameOf: (key: Key) => string;
  /** @throws where the item is not of the type. */
  readonly parse: (item: StoredItem) => Item;
  /** @throws where one of the versions is not of the type. */
  readonly events: "none" | ((before: StoredItem | undefined, after: StoredItem) => DomainEvent[]);
  readonly due: DueItems | undefined;
}

/** Declares a type of items that a slice stores; functions/registry/item-types.ts lists every one. */
export function itemType<const Type extends string, Schema extends z.core.$ZodType>({
  type,
  schema,
  nameOf = keyText,
  events,
  due,
}: ItemTypeDeclaration<Type, Schema>): ItemType<z.core.output<Schema>> & { readonly type: Type } {
  const parse = (item: StoredItem) => z.parse(schema, item);
  return {
    type,
    nameOf,
    parse,
    events: events === "none" ? "none" : (before, after) => events(before && parse(before), parse(after)),
    due: due && { nameOf, partitions: due.partitions, read: (item) => dueItem(due, parse(item)) },
  };
}

function dueItem<Item>({ pending, resume }: DueDeclaration<Item>, item: Item): DueItem {
  return { pending: pending(item), resume: () => resume(item) };
}
