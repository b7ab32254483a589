import type { ServiceInputTypes, ServiceOutputTypes } from "@aws-sdk/lib-dynamodb";
import type { InitializeHandlerOutput } from "@smithy/types";
import * as z from "zod";

export type TableResponse = InitializeHandlerOutput<ServiceOutputTypes>;

const Key = z.looseObject({ pk: z.string(), sk: z.string() });
const Batch = z.looseObject({ RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(Key) })) });
const Found = z.looseObject({ Responses: z.record(z.string(), z.array(Key)) });

/** The last response to each index query. */
const lastResponses = new Map<string, TableResponse>();

export function forgetIndexResponses(): void {
  lastResponses.clear();
}

/** Keeps an index response, to return it later as a stale one. */
export function rememberIndexResponse(input: ServiceInputTypes, answer: TableResponse): TableResponse {
  lastResponses.set(JSON.stringify(input), answer);
  return answer;
}

/** Half of a batch, or an index response without the newest changes. */
export async function partialResponse(
  kind: string,
  input: ServiceInputTypes,
  ask: () => Promise<TableResponse>,
): Promise<TableResponse> {
  const before = lastResponses.get(JSON.stringify(input));
  const answer = await ask();
  if (kind === "half unprocessed") return halfOfBatch(input, answer);
  if (kind === "stale index" && before) return before;
  return withOutput(answer, { Items: [] });
}

/** Returns the second half of the keys as unprocessed. */
function halfOfBatch(input: ServiceInputTypes, answer: TableResponse): TableResponse {
  const { RequestItems } = Batch.parse(input);
  const found = Found.parse(answer.output);
  const UnprocessedKeys: Record<string, object> = {};
  const Responses: Record<string, object[]> = {};
  for (const [table, request] of Object.entries(RequestItems)) {
    const left = request.Keys.slice(Math.ceil(request.Keys.length / 2));
    Responses[table] = (found.Responses[table] ?? []).filter(
      (item) => !left.some(({ pk, sk }) => pk === item.pk && sk === item.sk),
    );
    if (left.length > 0) UnprocessedKeys[table] = { ...request, Keys: left };
  }
  return withOutput(answer, { Responses, UnprocessedKeys });
}

function withOutput(answer: TableResponse, changed: object): TableResponse {
  return { ...answer, output: Object.assign({ ...answer.output }, changed) };
}
