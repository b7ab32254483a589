import { silentTypes } from "../functions/registry/item-types.ts";

/** What of a stream's record decides whether it is relayed. */
interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | { readonly NewImage?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined }
    | undefined;
}

/** What happened is told by the item that stays: nothing is deleted, or expires, that has events. */
const eventName = ["INSERT", "MODIFY"];

/**
 * The filters of the relay's event source: a change is relayed unless its item's type is known to have no events. So an
 * item of an unknown type, or of none, reaches the relay, which parks it.
 */
export const relayFilters: readonly object[] = [
  { eventName, dynamodb: { NewImage: { type: { S: [{ "anything-but": [...silentTypes] }] } } } },
  { eventName, dynamodb: { NewImage: { type: { S: [{ exists: false }] } } } },
];

/** Whether the filters let a record pass, for whoever reads the stream without them. */
export function isRelayed({ eventName: name, dynamodb }: StreamRecord): boolean {
  const type = dynamodb?.NewImage?.type?.S;
  return name !== undefined && eventName.includes(name) && (type === undefined || !silentTypes.includes(type));
}
