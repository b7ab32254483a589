/**
 * Which of the table's changes the relay is given: those that have events to tell. Removals have none: nothing is
 * deleted but what expired.
 */
export const relayedRecords = { eventNames: ["INSERT", "MODIFY"], itemTypes: ["order", "stock"] } as const;

/** What of a stream's record decides whether it is relayed. */
interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | { readonly NewImage?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined }
    | undefined;
}

/** Whether the event source gives a record to the relay, for whoever reads the stream without it. */
export function isRelayed({ eventName, dynamodb }: StreamRecord): boolean {
  const { eventNames, itemTypes } = relayedRecords;
  const type = dynamodb?.NewImage?.type?.S;
  return eventNames.some((name) => name === eventName) && itemTypes.some((name) => name === type);
}
