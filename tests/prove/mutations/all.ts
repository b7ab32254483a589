import { conditions } from "./conditions.ts";
import { arrivals } from "./guards/arrivals.ts";
import { backorders } from "./guards/backorders.ts";
import { catalogue } from "./guards/catalogue.ts";
import { editing } from "./guards/editing.ts";
import { fulfilment } from "./guards/fulfilment.ts";
import { messages } from "./guards/messages.ts";
import { money } from "./guards/money.ts";
import { nextOrder } from "./guards/next-order.ts";
import { paying } from "./guards/paying.ts";
import { placing } from "./guards/placing.ts";
import { reservations } from "./guards/reservations.ts";
import { returns } from "./guards/returns.ts";
import { stripe } from "./guards/stripe.ts";
import type { Mutation } from "./mutation.ts";

/** All mutations: each removes one condition of a write or one guard of the code, and the proof must detect it. */
export const mutations: readonly Mutation[] = [
  ...conditions,
  ...placing,
  ...paying,
  ...fulfilment,
  ...arrivals,
  ...nextOrder,
  ...money,
  ...editing,
  ...returns,
  ...messages,
  ...reservations,
  ...stripe,
  ...catalogue,
  ...backorders,
];

/** @throws where no mutation has this name. */
export function mutationNamed(name: string): Mutation {
  const mutation = mutations.find((one) => one.name === name);
  if (!mutation) throw new Error(`No mutation is called "${name}".`);
  return mutation;
}
