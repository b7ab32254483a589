import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { eventsIn } from "../../functions/relay/map-record.ts";
import type { BenchShop } from "./bench-shop.ts";
import type { Workload } from "./workload.ts";

/** As many as the deployed functions are given at most: infra/relay.ts, infra/subscription.ts. */
const LARGEST_BATCH = { records: 100, messages: 10 } as const;
/** About what the placing of one order writes. */
const RECORDS_OF_AN_ORDER = 4;

/** What the functions do that nobody waits for. */
export function eventWorkloads({ records, orders }: BenchShop) {
  const batch = (all: readonly DynamoDBRecord[], from: number, size: number): DynamoDBStreamEvent => {
    if (all.length < from + size) throw new Error(`The bench needs ${from + size} records, and finds ${all.length}.`);
    return { Records: all.slice(from, from + size) };
  };
  const messages = async (count: number) => {
    const published = (await records()).flatMap(eventsIn).filter(({ envelope }) => envelope.type === "OrderPlaced");
    const unshipped = await orders(count, ({ status, shipments }) => status === "CONFIRMED" && shipments.length === 0);
    const ids = new Set<unknown>(unshipped.map(({ id }) => id));
    return published
      .filter(({ envelope }) => ids.has(envelope.data.orderId))
      .slice(0, count)
      .map(({ source, envelope }, number) => ({
        messageId: `message-${number}`,
        body: JSON.stringify({ source, "detail-type": envelope.type, detail: envelope }),
      }));
  };
  const sweepIsDone = (answer: unknown) => typeof answer === "object" && answer !== null && "resumed" in answer;
  return {
    relay: {
      function: "relay",
      does: `a batch of ${RECORDS_OF_AN_ORDER} records`,
      isDone: isRelayed,
      events: async (count) => {
        const all = await records();
        return Array.from({ length: count }, (_, turn) => batch(all, turn * RECORDS_OF_AN_ORDER, RECORDS_OF_AN_ORDER));
      },
      largest: async () => batch(await records(), 0, LARGEST_BATCH.records),
    },
    onOrderPlaced: {
      function: "shipping-on-order-placed",
      does: "a message",
      isDone: (answer) => JSON.stringify(answer) === '{"batchItemFailures":[]}',
      events: async (count) => (await messages(count)).map((message) => ({ Records: [message] })),
      largest: async () => ({ Records: await messages(LARGEST_BATCH.messages) }),
    },
    sweeper: {
      function: "sweeper",
      does: "a sweep with nothing due",
      isDone: sweepIsDone,
      events: async (count) => Array.from({ length: count }, () => ({})),
      // Whatever has still to be shipped.
      largest: async () => ({ dueBefore: "2100-01-01T00:00:00.000Z" }),
    },
  } satisfies Record<string, Workload>;
}

function isRelayed(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null || !("parked" in answer)) return false;
  return Array.isArray(answer.parked) && answer.parked.length === 0;
}
