import type { Mutation } from "./mutation.ts";

function guard(name: string, file: string, from: string, to: string, ...scenarios: string[]): Mutation {
  return { name, change: { file: `functions/${file}.ts`, from, to }, scenarios };
}

/** The guards of placing, and of the way a write is sent. */
const placing: readonly Mutation[] = [
  guard(
    "createOrder: with its stock, in one transaction",
    "orders/place-order",
    "await write([createOrder(draft), ...draft.lines.map(holdStock)]);",
    "await write([createOrder(draft)]); for (const line of draft.lines) await write([holdStock(line)]);",
    "two customers want the last unit",
    "an order is placed",
  ),
  guard(
    "place: a racing duplicate becomes a replay",
    "orders/place-order",
    "error instanceof OrderExistsError ? await loadOrder(id) : undefined",
    "undefined",
    "the same order is sent three times at once",
  ),
  guard(
    "place: an order that exists is replayed first",
    "orders/place-order",
    "if (known.order) return replay(known.order, request);",
    "",
    "an order is placed again under its key",
    "a product is archived while it is ordered",
  ),
  guard(
    "place: a replay is carried on",
    "orders/place-order",
    "return { order: await resumeAsFarAsPossible(order), replayed: true };",
    "return { order, replayed: true };",
    "an order is placed",
  ),
  guard(
    "mergeBySku: an item once in a transaction",
    "orders/draft-order",
    "quantities.set(sku, (quantities.get(sku) ?? 0) + quantity)",
    "quantities.set(sku, quantity)",
    "an order of three lines, two of one product",
  ),
  guard(
    "write: our own first try is recognised",
    "platform/aws/failed-conditions",
    "if (failed.some(({ found }) => madeBy(change, found))) return;",
    "",
    "two change the version of a product that they have seen",
  ),
  guard(
    "write: a retry keeps its token",
    "platform/aws/write-input",
    "ClientRequestToken: stamp.change.id,",
    "",
    "one changes the version of a product that was seen, another whatever there is",
  ),
  guard(
    "retry: a conflict is tried again",
    "platform/aws/retry",
    'new Set(["TransactionConflict", ',
    "new Set([",
    "an order is placed",
  ),
  guard(
    "read: what a batch left out is asked for again",
    "platform/aws/read",
    "if (missing.length > 0) throw new UnprocessedKeysError(missing.length);",
    "",
    "an order is placed",
    "an order is placed again under its key",
  ),
];

/** The guards of authorizing, of giving up and of letting go. */
const paying: readonly Mutation[] = [
  guard(
    "confirm: claims the shipment",
    "orders/order-steps",
    'return withPending(enter(order, "CONFIRMED", { payment }, now), "SHIP", secondsAfter(now, timing.shipWithin));',
    'return enter(order, "CONFIRMED", { payment }, now);',
    "an order is placed",
  ),
  guard(
    "decline: gives the stock back in the same transaction",
    "orders/effects/authorize",
    "return { order: decline(order, answer.reason, troubles, now()), releases: true };",
    "return { order: decline(order, answer.reason, troubles, now()) };",
    "a payment is declined",
  ),
  guard(
    "giveUp: gives the stock back in the same transaction",
    "orders/effects/authorize",
    "return { order: giveUp(order, now(), provider.settlesWithin), releases: true };",
    "return { order: giveUp(order, now(), provider.settlesWithin) };",
    "the bank is down until it is too late",
  ),
  guard(
    "giveUp: claims a void",
    "orders/order-steps",
    `  return withPending(
    fail(order, { reason: "PAYMENT_UNAVAILABLE", detail }, { payment }, now),
    "VOID",
    lastAnswerBy(order, settlesWithin),
  );`,
    '  return fail(order, { reason: "PAYMENT_UNAVAILABLE", detail }, { payment }, now);',
    "an authorization appears too late",
  ),
  guard(
    "authorize: none is asked for after authorizeBy",
    "orders/effects/authorize",
    "if (now() >= authorizeBy)",
    "if (pending.tries > 3)",
    "the bank is down until it is too late",
    "an authorization appears too late",
  ),
  guard(
    "authorize: one key for every try",
    "orders/effects/authorize",
    "const key = effectKey(order, pending);",
    'const key = effectKey(order, pending) + "/" + now();',
    "the same order is sent three times at once",
    "the bank's first answer is lost",
  ),
  guard(
    "authorize: no answer is not a decline",
    "orders/effects/authorize",
    "if (!answer) return { order: postpone(order, troubles, now()), waits: true };",
    'if (!answer) return { order: decline(order, "no answer", troubles, now()), releases: true };',
    "an authorization appears too late",
    "the bank's first answer is lost",
  ),
  guard(
    "postpone: the effect stays due",
    "orders/order-table",
    "...(order.pending && { gsi3pk:",
    "...(order.pending && order.pending.tries === 0 && { gsi3pk:",
    "the bank is down until it is too late",
  ),
  guard(
    "replaceOrder: what is pending is due",
    "orders/order-table",
    "...(order.pending && { gsi3pk:",
    '...(order.pending?.effect === "SHIP" && { gsi3pk:',
    "an order is placed",
  ),
  guard(
    "voidPayment: waits for a late authorization",
    "orders/effects/void",
    'if (order.payment.status === "UNKNOWN" && askedAt <= lastAnswer) {',
    'if (order.payment.status === "UNKNOWN" && false) {',
    "an order is cancelled, and its authorization appears later",
  ),
  guard(
    "voidPayment: no answer is not a void",
    "orders/effects/void",
    "if (answer === undefined) return { order: postpone(order, troubles, now()), waits: true };",
    'if (answer === undefined) return { order: recordVoid(order, "NONE", troubles, now()) };',
    "an order is cancelled while its bank does not answer",
  ),
  guard(
    "voidPayment: lets go of what is held",
    "orders/effects/void",
    'found.filter(({ status }) => status === "AUTHORIZED")',
    "found.slice(0, 0)",
    "an order is cancelled before it is packed",
  ),
  {
    ...guard(
      "askProvider: a lost answer is looked for",
      "payments/ask-provider",
      'const found = mayStart() ? await attempt("FIND", question.find) : undefined;',
      "const found = undefined;",
    ),
    secondLine: "asking again under the same key brings the same answer; looking for it first saves a wait",
  },
];

/** The guards of cancelling, packing and dispatching. */
const desk: readonly Mutation[] = [
  guard(
    "StateMachine: only steps that the states know",
    "platform/values/state-machine",
    "if (this.allows(from, to)) return to;",
    "return to;",
    "a failed order is cancelled",
    "an order that has left is cancelled",
  ),
  guard(
    "cancel: not while a capture is in flight",
    "orders/order-steps",
    'if (order.pending?.effect === "CAPTURE") throw busy(order);',
    "",
    "cancel against dispatch",
  ),
  guard(
    "cancel: gives the stock back in the same transaction",
    "orders/cancel-order",
    "await write([replaceOrder(next), ...order.lines.map(releaseStock)]);",
    "await write([replaceOrder(next)]);",
    "an order is cancelled before it is packed",
  ),
  guard(
    "cancel: cancels the shipment",
    "orders/order-steps",
    "{ payment, shipments, cancellation, lines: enterLines",
    "{ payment, cancellation, lines: enterLines",
    "an order is cancelled before it is packed",
  ),
  guard(
    "cancel: claims a void",
    "orders/order-steps",
    'return mayHoldMoney ? withPending(cancelled, "VOID", secondsAfter(now, timing.resumeAfter)) : cancelled;',
    "return cancelled;",
    "an order is cancelled before it is packed",
  ),
  guard(
    "cancel: claims a void only where money may be held",
    "orders/order-steps",
    'return mayHoldMoney ? withPending(cancelled, "VOID"',
    'return true ? withPending(cancelled, "VOID"',
    "an order is cancelled after its capture was refused",
  ),
  guard(
    "cancel: an authorization without an answer is UNKNOWN",
    "orders/order-steps",
    'const asked = order.payment.status === "PENDING";',
    "const asked = false;",
    "an order is cancelled, and its authorization appears later",
  ),
  guard(
    "cancel: again is the same answer",
    "orders/cancel-order",
    'if (order.status === "CANCELLED") return order;',
    "",
    "an order is cancelled by its customer and by staff at once",
    "an order is cancelled before it is packed",
  ),
  guard(
    "resumeOrder: ships only what is pending",
    "orders/resume-order",
    'if (!pending || (pending.effect === "SHIP" && !ships)) return order;',
    'if (ships && order.status === "CONFIRMED") { await record(order, { order: addShipment(order, now()) }); return order; } if (!pending || (pending.effect === "SHIP" && !ships)) return order;',
    "an order is placed",
  ),
  guard(
    "resumeOrder: a step that somebody else took is read again",
    "orders/resume-order",
    "if (error instanceof OrderChangedError) return undefined;",
    "",
    "the same order is sent three times at once",
  ),
  guard(
    "claimCapture: only a packed shipment",
    "orders/fulfil-order",
    '  shipmentStates.enter(shipment.status, "SHIPPED");\n',
    "",
    "pack against cancel",
    "dispatch against cancel",
    "a shipment is sent off before it is packed",
  ),
  guard(
    "claimCapture: only with nothing pending",
    "orders/fulfil-order",
    "if (order.pending) throw busy(order);",
    "",
    "a shipment is sent off in two ways at once",
    "the same shipment is sent off twice at once",
  ),
  guard(
    "claimCapture: only an authorized payment",
    "orders/fulfil-order",
    'if (order.payment.status !== "AUTHORIZED") {',
    "if (false) {",
    "a shipment is sent off again after its capture was refused",
  ),
  guard(
    "capture: no answer is not a refusal",
    "orders/effects/capture",
    "if (!answer) return { order: postpone(order, troubles, now()), waits: true };",
    'if (!answer) return { order: recordRefusedCapture(order, "no answer", troubles, now()) };',
    "a shipment leaves while the bank is silent",
  ),
  guard(
    "recordCapture: takes the stock out in the same transaction",
    "orders/effects/capture",
    "troubles, now()), ships: true };",
    "troubles, now()) };",
    "a shipment leaves",
  ),
  guard(
    "changeProduct: the version that was seen",
    "inventory/change-product",
    "if (ifMatch !== undefined && ifMatch !== product.version) {",
    "if (false) {",
    "a version of a product is changed that is no more",
  ),
  guard(
    "changeProduct: copies the reorder point in the same transaction",
    "inventory/change-product",
    "await write([replaceProduct(changed), ...copy]);",
    "await write([replaceProduct(changed)]); for (const one of copy) await write([one]);",
    "two change a product's reorder point",
  ),
];

/** The guards of events and of what carries on by itself. */
const messages: readonly Mutation[] = [
  guard(
    "publish: what the bus refused is sent again",
    "relay/publish",
    "if (missing.length > 0) throw new EntriesRefusedError(missing.length, results);",
    "",
    "an order is placed",
  ),
  guard(
    "relay: a batch that fails comes again",
    "relay/handler",
    "await publish(events);",
    "await publish(events).catch(() => {});",
    "an order is placed while the bus takes nothing",
  ),
  guard(
    "relay: a poison record is parked",
    "relay/handler",
    "return eventsIn(record);\n  } catch (error) {",
    "return eventsIn(record);\n  } catch (error) {\n    throw error;",
    "an order that nobody can read comes and is due with another",
  ),
  guard(
    "consumer: one message fails alone",
    "shipping/on-order-placed",
    "return record.messageId;",
    "throw error;",
    "a poison message comes with an OrderPlaced",
  ),
  guard(
    "consumer: a message that failed comes again",
    "shipping/on-order-placed",
    "return record.messageId;",
    "return undefined;",
    "an order is placed",
  ),
  guard(
    "sweeper: ships what no event announced",
    "sweeper/sweep",
    "await resumeOrder(order, { ships: true });",
    "await resumeOrder(order);",
    "an order is placed",
  ),
  guard(
    "sweeper: one that fails holds up none of the others",
    "sweeper/sweep",
    "failed.push(id);\n    return false;",
    "throw error;",
    "an order that nobody can read comes and is due with another",
  ),
];

/** Guards in the code, each by the name of the function that has it: the names of tests/prove/model/guards.ts, and more. */
export const guards: readonly Mutation[] = [...placing, ...paying, ...desk, ...messages];
