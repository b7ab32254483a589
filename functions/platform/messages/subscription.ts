import * as z from "zod/mini";
import type { EventDefinition } from "../../../events/envelope.ts";
import type { FunctionNeeds } from "../table/function-needs.ts";

type AnyEvent = EventDefinition<string, z.core.$ZodType>;

interface SubscriptionDeclaration<Events extends readonly [AnyEvent, ...AnyEvent[]]> extends FunctionNeeds {
  /** Who subscribes: `shipping`. It names the queues in outputs, alarms and `npm run redrive -- --queue`. */
  readonly name: string;
  /** One event, or several that are handled in the same way. */
  readonly events: Events;
  /** What happens with an event, as a sentence without an end: "A confirmed order gets its shipment". */
  readonly description: string;
  /** The file that exports the function's `handler`, from the project's root. */
  readonly entry: string;
  /** Handles one event; any number of times, in any order, because events come again and overtake each other. */
  readonly handle: (data: z.core.output<Events[number]["data"]>) => Promise<void>;
}

/** An event as a consumer gets it. */
interface ReceivedEvent {
  readonly type: string;
  readonly data: unknown;
}

/** A declared subscription, as the consumer, the build, the stack and the redrive command see it. */
export interface Subscription extends FunctionNeeds {
  readonly name: string;
  readonly events: readonly { readonly type: string; readonly source: string }[];
  readonly description: string;
  readonly entry: string;
  /** `shipping-on-order-placed`; of several events `stock-levels-on-events`. */
  readonly functionName: string;
  /** @throws for another event, and where the data are not the event's. */
  readonly handle: (event: ReceivedEvent) => Promise<void>;
}

/**
 * Declares that a slice handles events; functions/registry/subscriptions.ts lists every subscription. Queue, dead-letter
 * queues, rule, function, grants, alarms, outputs and redrive follow from it.
 */
export function subscription<const Events extends readonly [AnyEvent, ...AnyEvent[]]>(
  declaration: SubscriptionDeclaration<Events>,
): Subscription {
  const { name, events, handle, reservedConcurrency } = declaration;
  if (reservedConcurrency < 2) throw new Error(`The subscription ${name} needs a concurrency of 2, SQS's minimum.`);
  const [first, ...others] = events;
  return {
    ...declaration,
    functionName: `${name}-on-${others.length > 0 ? "events" : kebabCase(first.type)}`,
    handle: async ({ type, data }) => {
      const event: Events[number] | undefined = events.find((one) => one.type === type);
      if (!event) throw new Error(`The subscription ${name} does not handle ${type}.`);
      return handle(parseData<Events[number]>(event, data));
    },
  };
}

function parseData<Event extends AnyEvent>(event: Event, data: unknown): z.core.output<Event["data"]> {
  const { data: schema }: { data: Event["data"] } = event;
  return z.parse(schema, data);
}

/** The events of a subscription in a sentence: `StockLow or StockDepleted`. */
export function eventNames({ events }: Pick<Subscription, "events">): string {
  const names = events.map(({ type }) => type);
  return new Intl.ListFormat("en", { type: "disjunction" }).format(names);
}

/** OrderPlaced -> order-placed */
function kebabCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
