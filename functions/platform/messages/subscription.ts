import * as z from "zod/mini";
import type { EventDefinition } from "../../../events/envelope.ts";
import type { FunctionNeeds } from "../table/function-needs.ts";

interface SubscriptionDeclaration<Data extends z.core.$ZodType> extends FunctionNeeds {
  /** Who subscribes: `shipping`. It names the queues in outputs, alarms and `npm run redrive -- --queue`. */
  readonly name: string;
  readonly event: EventDefinition<string, Data>;
  /** What happens with an event, as a sentence without an end: "A confirmed order gets its shipment". */
  readonly description: string;
  /** The file that exports the function's `handler`, from the project's root. */
  readonly entry: string;
  /** Handles one event; any number of times, in any order, because events come again and overtake each other. */
  readonly handle: (data: z.core.output<Data>) => Promise<void>;
}

/** A declared subscription, as the consumer, the build, the stack and the redrive command see it. */
export interface Subscription extends FunctionNeeds {
  readonly name: string;
  readonly event: { readonly type: string; readonly source: string };
  readonly description: string;
  readonly entry: string;
  /** `shipping-on-order-placed` */
  readonly functionName: string;
  /** @throws where the data are not the event's. */
  readonly handle: (data: unknown) => Promise<void>;
}

/**
 * Declares that a slice handles an event; functions/registry/subscriptions.ts lists every one. Queue, dead-letter queues,
 * rule, function, grants, alarms, outputs and redrive follow from it.
 */
export function subscription<Data extends z.core.$ZodType>(declaration: SubscriptionDeclaration<Data>): Subscription {
  const { name, event, handle, reservedConcurrency } = declaration;
  if (reservedConcurrency < 2) throw new Error(`The subscription ${name} needs a concurrency of 2, SQS's minimum.`);
  return {
    ...declaration,
    functionName: `${name}-on-${kebabCase(event.type)}`,
    handle: async (data) => handle(z.parse(event.data, data)),
  };
}

/** OrderPlaced -> order-placed */
function kebabCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
