import * as z from "zod";
import type { StripeFake } from "./stripe-fake.ts";
import { deliverWebhook } from "./webhooks.ts";

/** What the controls change beside the account. */
export interface ControlledServer {
  readonly fake: StripeFake;
  /** Lets the fake's time pass. */
  readonly wait: (milliseconds: number) => void;
  /** Where every event goes by itself, as with `stripe listen --forward-to`. */
  listener?: { readonly url: string; readonly secrets: readonly string[] };
}

interface Control {
  run(server: ControlledServer, body: unknown): unknown;
}

function control<Schema extends z.ZodType>(
  schema: Schema,
  run: (server: ControlledServer, request: z.output<Schema>) => unknown,
): Control {
  return { run: (server, body) => run(server, schema.parse(body)) };
}

const NAMED_INTENT = { intent: z.string() };
const Nothing = z.strictObject({});
const secrets = z.array(z.string()).min(1);

const effect = z.enum(["before", "after"]);
const silent = z.boolean().exactOptional();
const PlannedFault = z.strictObject({
  fault: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("serverError"), effect, status: z.int().exactOptional() }),
    z.strictObject({ kind: z.literal("lost"), effect, silent }),
    z.strictObject({ kind: z.literal("late"), afterMs: z.int(), inProgress: z.boolean(), silent }),
    z.strictObject({ kind: z.enum(["rateLimited", "locked"]) }),
  ]),
  match: z.exactOptional(
    z.strictObject({
      method: z.string().exactOptional(),
      path: z.string().exactOptional(),
      key: z.string().exactOptional(),
      times: z.int().exactOptional(),
    }),
  ),
});

const Deliveries = z.strictObject({
  url: z.string(),
  secrets,
  /** Ids of events, in the order of delivery; all of them in their own order where it is not said. */
  events: z.array(z.string()).exactOptional(),
  types: z.array(z.string()).exactOptional(),
  times: z.int().min(1).exactOptional(),
  reversed: z.boolean().exactOptional(),
  ageSeconds: z.int().exactOptional(),
  forged: z.enum(["secret", "body", "unsigned"]).exactOptional(),
});

/** By method and path after `/_fake/`; a query counts as the body of a GET. */
export const CONTROLS: Readonly<Record<string, Control>> = {
  "POST actions": control(
    z.strictObject({ ...NAMED_INTENT, result: z.enum(["completed", "failed"]) }),
    ({ fake }, { intent, result }) => (result === "completed" ? fake.completeAction(intent) : fake.failAction(intent)),
  ),
  "POST holds/expire": control(z.strictObject(NAMED_INTENT), ({ fake }, { intent }) => fake.expireHold(intent)),
  "POST captures": control(
    z.strictObject({ ...NAMED_INTENT, amount: z.int().exactOptional() }),
    ({ fake }, { intent, amount }) => fake.captureInDashboard(intent, amount),
  ),
  "POST cancellations": control(z.strictObject(NAMED_INTENT), ({ fake }, { intent }) => fake.cancelInDashboard(intent)),
  "POST refunds": control(
    z.strictObject({ ...NAMED_INTENT, amount: z.int().exactOptional() }),
    ({ fake }, { intent, amount }) => ({ id: fake.refundInDashboard(intent, amount) }),
  ),
  "POST refunds/fail": control(
    z.strictObject({ refund: z.string(), reason: z.string().exactOptional() }),
    ({ fake }, { refund, reason }) => fake.failRefund(refund, reason),
  ),
  "POST refunds/settle": control(z.strictObject({ refund: z.string() }), ({ fake }, { refund }) =>
    fake.settleRefund(refund),
  ),
  "POST disputes": control(
    z.strictObject({ ...NAMED_INTENT, reason: z.string().exactOptional(), isInquiry: z.boolean().exactOptional() }),
    ({ fake }, { intent, reason = "fraudulent", isInquiry = false }) => ({
      id: fake.openDispute(intent, { reason, isInquiry }),
    }),
  ),
  "POST disputes/close": control(
    z.strictObject({ dispute: z.string(), result: z.enum(["won", "lost"]) }),
    ({ fake }, { dispute, result }) => fake.closeDispute(dispute, result),
  ),
  "POST multicapture": control(
    z.strictObject({ grant: z.union([z.boolean(), z.literal("notEligible")]) }),
    ({ fake }, { grant }) => fake.grantMulticapture(grant),
  ),
  "POST customers": control(Nothing, ({ fake }) => ({ id: fake.createCustomer() })),
  "POST methods": control(
    z.strictObject({ card: z.string(), customer: z.string().exactOptional(), type: z.string().exactOptional() }),
    ({ fake }, { card, customer, type }) => ({
      id: customer === undefined ? fake.createMethod(card, type) : fake.saveMethod(customer, card),
    }),
  ),
  "POST keys": control(
    z.strictObject({ key: z.string(), permissions: z.union([z.array(z.string()), z.literal("all")]) }),
    ({ fake }, { key, permissions }) => fake.keys.grant(key, permissions),
  ),
  "DELETE keys": control(z.strictObject({ key: z.string() }), ({ fake }, { key }) => fake.keys.revoke(key)),
  "POST faults": control(PlannedFault, ({ fake }, { fault, match }) => fake.fault(fault, match)),
  "DELETE faults": control(Nothing, ({ fake }) => fake.faults.clear()),
  "POST clock": control(z.strictObject({ forwardMs: z.int().min(0) }), ({ wait }, { forwardMs }) => wait(forwardMs)),
  "GET books": control(z.strictObject({ order: z.string().exactOptional() }), ({ fake }, { order }) =>
    order === undefined ? fake.allBooks() : fake.books(order),
  ),
  "GET intents": control(z.strictObject({ order: z.string() }), ({ fake }, { order }) =>
    fake.intentsOf(order).map(({ id, status }) => ({ id, status })),
  ),
  "GET requests": control(Nothing, ({ fake }) =>
    fake.requests.map(({ method, path, headers, body }) => ({ method, path, key: headers["idempotency-key"], body })),
  ),
  "GET events": control(Nothing, ({ fake }) => fake.events()),
  "POST webhooks": control(Deliveries, deliverAll),
  "POST listener": control(z.strictObject({ url: z.string(), secrets }), (server, listener) => {
    server.listener = listener;
  }),
  "DELETE listener": control(Nothing, (server) => {
    delete server.listener;
  }),
};

/** Delivers events one after the other. Returns the status that each is answered. */
async function deliverAll({ fake }: ControlledServer, request: z.output<typeof Deliveries>) {
  const { events: ids, types, times = 1, reversed = false, ...delivery } = request;
  const all = fake.events().filter(({ type }) => types === undefined || types.includes(type));
  const chosen = ids === undefined ? all : ids.flatMap((id) => all.filter((event) => event.id === id));
  const answers: { readonly event: string; readonly type: string; readonly status: number }[] = [];
  for (const event of reversed ? chosen.toReversed() : chosen) {
    for (let time = 0; time < times; time++) {
      const status = await deliverWebhook(event, delivery, fake.account.now());
      answers.push({ event: event.id, type: event.type, status });
    }
  }
  return answers;
}
