import type { ProviderPayment } from "../../../../functions/providers/payment-provider.ts";
import type { authorizeIntent } from "../../../../functions/providers/stripe/authorize-intent.ts";
import type { confirmIntent } from "../../../../functions/providers/stripe/confirm-intent.ts";
import type { findIntent } from "../../../../functions/providers/stripe/find-intent.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

type FindToClose = (...given: Parameters<typeof findIntent>) => Promise<{ id: string; isNew: boolean } | undefined>;

/** The guards of Stripe's adapter: how little it relies on what Stripe remembers under a key. */
export const stripe: readonly Mutation[] = [
  guard<typeof findIntent>(
    "stripe: a PaymentIntent is made under the attempt's key",
    "createIntent",
    (original, api, attempt, amount) => {
      const paymentIntents: typeof api.paymentIntents = Object.create(api.paymentIntents);
      paymentIntents.create = (body) => api.paymentIntents.create(body);
      const withoutKeys: typeof api = Object.create(api, { paymentIntents: { value: paymentIntents } });
      return original(withoutKeys, attempt, amount);
    },
    "an order is cancelled after its money was held and the answer was lost",
  ),
  guard<() => boolean>(
    "stripe: a PaymentIntent whose key may be forgotten is searched",
    "isKeyForgotten",
    () => false,
    "an order ends a day after its money was held and the answer was lost",
  ),
  guard<typeof authorizeIntent>(
    "stripe: the state is read, not taken from a saved answer",
    "authorizeIntent",
    async (_, api, request) => {
      const { findIntent } = await import("../../../../functions/providers/stripe/find-intent.ts");
      const { confirmIntent } = await import("../../../../functions/providers/stripe/confirm-intent.ts");
      const { authorizationOf, paymentOf } = await import("../../../../functions/providers/stripe/read-intent.ts");
      const { id } = await findIntent(api, request, request.amount.amount);
      return authorizationOf(paymentOf(await confirmIntent(api, id, request)));
    },
    "a payment is canceled in Stripe's dashboard before its lost answer is asked for again",
  ),
  guard<typeof confirmIntent>(
    "stripe: each try to confirm has a key of its own",
    "confirmIntent",
    (original, api, id, request) => original(api, id, { ...request, tries: 0 }),
    "a customer completes the action that their payment needs (stripe)",
  ),
  guard<() => undefined>(
    "stripe: a capture that was made is found, and not made again",
    "providers/stripe/capture-intent.ts captureIn",
    () => undefined,
    "a capture is carried on a day after its answer was lost",
  ),
  guard<(payment: ProviderPayment | undefined) => undefined>(
    "stripe: a refund is looked for before it is made",
    "seenRefund",
    () => undefined,
    "a refund is carried on a day after its answer was lost",
  ),
  guard<FindToClose>(
    "stripe: a close makes the PaymentIntent that it cancels",
    "findToClose",
    async (original, api, attempt, amount) => {
      if (attempt.reference !== undefined) return original(api, attempt, amount);
      const { searchIntent } = await import("../../../../functions/providers/stripe/find-intent.ts");
      const id = await searchIntent(api, attempt);
      return id === undefined ? undefined : { id, isNew: false };
    },
    "an order is cancelled after its money was held and the answer was lost",
  ),
  guard<() => boolean>(
    "stripe: an answer that is saved is no reason to ask for ever",
    "isSavedServerError",
    () => false,
    "an order is placed (stripe)",
  ),
];
