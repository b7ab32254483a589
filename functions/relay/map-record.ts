import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod/mini";
import { catalogue, type DomainEvent } from "../../events/catalogue.ts";
import type { Envelope, Source } from "../../events/envelope.ts";
import { settingOr } from "../platform/runtime/settings.ts";
import { Change, type StoredItem } from "../platform/table/item.ts";
import { Timestamp } from "../platform/values/time.ts";
import { itemTypeOf } from "../registry/item-types.ts";

/** An event as it goes on the bus. */
export interface Published {
  readonly source: Source;
  readonly envelope: Envelope;
}

/** Versions with one of these causes have no events. */
const SILENT_CAUSES = new Set(["import", "migration"]);

const Updated = z.looseObject({ updatedAt: Timestamp });
const Versioned = z.looseObject({ pk: z.string(), sk: z.string(), version: z.int(), change: Change });

/** What a version is told with: its item's name, its time and its cause. */
interface Told extends z.output<typeof Versioned> {
  readonly name: string;
  readonly occurredAt: Timestamp;
}

/** The events between the two versions in a stream record. @throws where it cannot be mapped. */
export function eventsIn(record: DynamoDBRecord): Published[] {
  const { NewImage, OldImage } = record.dynamodb ?? {};
  if (!NewImage) return [];
  const after = read(NewImage);
  const { events, nameOf, parse } = itemTypeOf(after.type);
  if (events === "none") return [];
  const item = Versioned.parse(after);
  if (SILENT_CAUSES.has(item.change.cause)) return [];
  const { updatedAt: occurredAt } = Updated.parse(parse(after));
  const counts = new Map<string, number>();
  return events(OldImage && read(OldImage), after)
    .filter(isAskedFor)
    .map((event) => {
      const count = counts.get(event.type) ?? 0;
      counts.set(event.type, count + 1);
      return published({ ...item, name: nameOf(item), occurredAt }, event, count);
    });
}

/** Each order moves the stock of each of its lines: a deployment that has no use for these events does not pay for them. */
function isAskedFor({ type }: DomainEvent): boolean {
  const { requiredSetting } = catalogue[type];
  return requiredSetting === undefined || settingOr("PUBLISH_STOCK_MOVES", "false") === "true";
}

/** The id depends only on the version and the event, so that each delivery of a record gives the same ids. */
function published(item: Told, { type, data }: DomainEvent, count: number): Published {
  const definition = catalogue[type];
  const envelope: Envelope = {
    schemaVersion: definition.schemaVersion,
    id: `${item.name}#${item.version}#${type}#${count}`,
    type,
    occurredAt: item.occurredAt,
    sequence: item.version,
    correlationId: item.change.correlationId,
    data: z.parse(definition.data, data),
  };
  return { source: definition.source, envelope };
}

type Image = Parameters<typeof unmarshall>[0];

/** The stream's types spell attribute values a little differently from the SDK's; what they hold is the same. */
function read(image: NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]): StoredItem {
  const values: Image = JSON.parse(JSON.stringify(image));
  return unmarshall(values);
}
