import { authorizationsOf, changeAuthorization } from "./sandbox-ledger.ts";
import { reasonToRefuse } from "./sandbox-refunds.ts";

/** A refund that somebody makes on the bank's own page: it carries no key. @throws where it cannot be made. */
export async function refundElsewhere(orderId: string, reference: string, amount: number): Promise<void> {
  const named = (await authorizationsOf(orderId)).find((one) => one.reference === reference);
  if (!named) throw new Error(`The sandbox knows no authorization ${reference} of ${orderId}.`);
  await changeAuthorization(named, (found = named, moment) => {
    const reason = reasonToRefuse(found, amount, moment);
    if (reason !== undefined) throw new Error(`The sandbox refuses the refund: ${reason}.`);
    return { answer: undefined, changes: { refunds: [...found.refunds, { amount, at: moment }] } };
  });
}
