import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { isClosed } from "../../../functions/orders/rules/instructions.ts";
import { openUnits } from "../../../functions/orders/rules/line.ts";
import type { Shipment } from "../../../functions/orders/rules/shipment.ts";
import type { RequestRecord } from "../world/client.ts";
import { stripeCardFor } from "../world/stripe-methods.ts";
import { type History, orderHistories } from "./history.ts";
import type { StoredEvent, StoredState } from "./stored-state.ts";

/** What clients were answered, and what is stored in the end. */
export interface Answers {
  readonly stored: StoredState;
  readonly requests: readonly RequestRecord[];
  readonly history: History;
}

const Created = z.looseObject({ id: z.string() });
const Made = z.looseObject({ number: z.int() });
const Dispatched = z.looseObject({ carrier: z.string(), trackingNumbers: z.array(z.string()) });
const Sku = z.looseObject({ sku: z.string() });

const CameBack = z.object({ status: z.literal("RETURNED"), restock: z.boolean(), location: z.optional(z.string()) });
const Told = z.object({
  id: z.string(),
  status: z.string(),
  description: z.optional(z.string()),
  location: z.optional(z.string()),
  at: z.string(),
});

/** Every version of a shipment, as its order had it. */
function shipmentVersions(history: History, path: Readonly<Record<string, string>> = {}): Shipment[] {
  const orders = orderHistories(history)
    .flat()
    .filter(({ id }) => id === path.orderId);
  return orders.flatMap(({ shipments }) => shipments.filter(({ number }) => String(number) === path.number));
}

function isOfShipment({ orderId, number }: StoredEvent, path: Readonly<Record<string, string>> = {}): boolean {
  return orderId === path.orderId && String(number) === path.number;
}

const noInternalError: Rule<Answers> = {
  name: "no request is answered with 500",
  sentence: "every request is answered with its result, with a problem that says why, or with 503",
  check: ({ requests }) =>
    requests
      .filter(({ response }) => response.status === 500)
      .map(({ request, response }) => `${request.operation} was answered 500: ${JSON.stringify(response.body)}`),
};

function isBooked({ bookings }: StoredState, body: unknown): boolean {
  return bookings.some(({ id }) => id === Created.parse(body).id);
}

function isReservation({ reservations }: StoredState, body: unknown, statuses: readonly string[]): boolean {
  const { id } = Created.parse(body);
  return reservations.some((one) => one.id === id && statuses.includes(one.status));
}

const answersMatch: Rule<Answers> = {
  name: "answers match stored items",
  sentence:
    "what was answered as created is stored; a reservation ended as was answered; an order that was answered as cancelled is CANCELLED, or has nothing open " +
    "after it shipped in part; " +
    "a shipment that was answered as dispatched left in that way; one that came back was dealt with as it was answered; what " +
    "a carrier told is stored as it was told",
  check: ({ stored, requests, history }) =>
    requests.flatMap(({ request, response: { status, body } }) => {
      if (status === undefined || status >= 300) return [];
      const isStored = {
        placeOrder: () => stored.orders.some(({ id }) => id === Created.parse(body).id),
        adjustStock: () => isBooked(stored, body),
        countStock: () => isBooked(stored, body),
        transferStock: () => isBooked(stored, body),
        putProduct: () => stored.products.some(({ sku }) => sku === Sku.parse(body).sku),
        createReservation: () => stored.reservations.some(({ id }) => id === Created.parse(body).id),
        releaseReservation: () => isReservation(stored, body, ["RELEASED", "EXPIRED"]),
        commitReservation: () => isReservation(stored, body, ["COMMITTED"]),
        createProduct: () => stored.products.some(({ sku }) => sku === Sku.parse(body).sku),
        cancelOrder: () =>
          stored.orders.some(({ id, lines }) => {
            return id === request.path?.orderId && lines.every((line) => openUnits(line) === 0);
          }),
        splitShipment: () =>
          stored.orders.some(({ id, shipments }) => {
            return id === request.path?.orderId && shipments.some(({ number }) => number === Made.parse(body).number);
          }),
        requestReturn: () =>
          stored.orders.some(({ id, returns }) => {
            return id === request.path?.orderId && returns.some(({ number }) => number === Made.parse(body).number);
          }),
        receiveReturn: () =>
          stored.orders.some(({ id, returns }) => {
            const made = returns.find(({ number }) => String(number) === request.path?.number);
            return id === request.path?.orderId && made !== undefined && made.receipts.length > 0;
          }),
        advanceShipmentStatus: () => {
          if (status !== 200) return true;
          const versions = shipmentVersions(history, request.path);
          const dispatched = Dispatched.safeParse(request.body).data;
          if (dispatched) {
            // One that is sent again may leave in another way.
            return versions.some(
              (one) =>
                one.carrier === dispatched.carrier &&
                isDeepStrictEqual(one.trackingNumbers, dispatched.trackingNumbers),
            );
          }
          const returned = CameBack.safeParse(request.body).data;
          if (!returned) return true;
          const { restock, location } = returned;
          const last = versions.at(-1);
          const wanted = restock ? (location ?? last?.location) : undefined;
          return last?.status === "RETURNED" && last.restockedTo === wanted;
        },
        recordCarrierEvent: () => {
          const told = Told.parse(request.body);
          return stored.carrierEvents.some((event) => {
            return isOfShipment(event, request.path) && isDeepStrictEqual(Told.parse(event.event), told);
          });
        },
      };
      const check = Object.entries(isStored).find(([operation]) => operation === request.operation)?.[1];
      return check === undefined || check()
        ? []
        : [`${request.operation} was answered ${status}, and the items differ`];
    }),
};

const Shown = z.looseObject({ id: z.string(), version: z.int() });

/** They are authorized at once. */
const METHODS_AT_ONCE = ["pm_sandbox_ok", stripeCardFor("pm_sandbox_ok").method];

/** Holds with at most one fault, the provider's included: more may use up a request's time. */
export const retryCompletes: Rule<Answers> = {
  name: "a request or its retry completes the order",
  sentence:
    "an order is answered as PENDING only if the provider gave no answer, or if its payment was let go of meanwhile and it " +
    "waits for another; it is not left to the sweeper",
  check: ({ history, requests }) =>
    requests.flatMap(({ request, response: { status, body } }) => {
      if (request.operation !== "placeOrder" || status !== 202) return [];
      const shown = Shown.parse(body);
      const versions = orderHistories(history).flat();
      const payment = versions.find(({ id, version }) => id === shown.id && version === shown.version)?.payment;
      const [attempt] = payment?.attempts ?? [];
      const isLeft =
        attempt !== undefined &&
        METHODS_AT_ONCE.includes(attempt.method) &&
        !isClosed(attempt) &&
        payment?.providerErrors === undefined;
      return isLeft ? [`${request.key} was answered 202 without a provider error`] : [];
    }),
};

const Status = z.looseObject({ status: z.string() });

/** What a payment's parts may be while a request about it waits. */
const UNFINISHED = ["REQUESTED", "IN_FLIGHT", "ACTION_REQUIRED"];
const PAYMENT_REQUESTS = ["authorizePayment", "capturePayment", "voidPayment", "refundPayment"];
const Payment = z.looseObject({
  attempts: z.array(Status),
  captures: z.array(z.looseObject({ state: z.string() })),
  refunds: z.array(z.looseObject({ state: z.string() })),
  instructions: z.optional(z.array(z.looseObject({ state: z.string() }))),
});

function showsUnfinishedPayment(body: unknown): boolean {
  const { attempts, captures, refunds, instructions = [] } = Payment.parse(body);
  const states = [...captures, ...refunds, ...instructions].map(({ state }) => state);
  return [...attempts.map(({ status }) => status), ...states].some((one) => UNFINISHED.includes(one));
}

const acceptedIsUnfinished: Rule<Answers> = {
  name: "202 only for unfinished work",
  sentence:
    "202 is answered only to placing an order that is PENDING, to a dispatch whose capture is pending, and to a request " +
    "about a payment of which a part is not done, or about a return whose refund is not",
  check: ({ requests }) =>
    requests.flatMap(({ request, response: { status, body } }) => {
      if (status !== 202) return [];
      const is = Status.parse(body).status;
      const asked = Status.safeParse(request.body).data?.status;
      const waits =
        (request.operation === "placeOrder" && is === "PENDING") ||
        request.operation === "refreshPayment" ||
        // Which refund it waits for, the payment shows.
        request.operation === "receiveReturn" ||
        (PAYMENT_REQUESTS.includes(request.operation) && showsUnfinishedPayment(body)) ||
        (request.operation === "advanceShipmentStatus" && asked === "SHIPPED" && is === "PACKED");
      return waits ? [] : [`${request.operation} ${asked ?? ""} was answered 202 and shows ${is}`];
    }),
};

const mismatchOnlyWithIfMatch: Rule<Answers> = {
  name: "412 only with If-Match",
  sentence: "a change without If-Match, or a product that is put, is never refused because another request was first",
  check: ({ requests }) =>
    requests.flatMap(({ request: { operation, ifMatch }, response: { status } }) => {
      const isRefused = status === 412 || (status === 409 && operation === "putProduct");
      return isRefused && ifMatch === undefined ? [`${operation} was answered ${status} without If-Match`] : [];
    }),
};

const Changed = z.looseObject({ change: z.looseObject({ correlationId: z.string() }) });
const Problem = z.looseObject({ code: z.string() });

const refusedWritesNothing: Rule<Answers> = {
  name: "refused requests write nothing",
  sentence: "a request that was answered with 4xx wrote nothing, except that a refused capture is recorded",
  check: ({ requests, history }) => {
    const writers = new Set(
      [...history.values()].flat().flatMap((item) => Changed.safeParse(item).data?.change.correlationId ?? []),
    );
    return requests.flatMap(({ request, response: { status = 0, body, requestId = "" } }) => {
      const isRefused = status >= 400 && status < 500 && Problem.safeParse(body).data?.code !== "capture_refused";
      return isRefused && writers.has(requestId)
        ? [`${request.operation} was answered ${status}, and wrote an item`]
        : [];
    });
  },
};

const Versioned = z.looseObject({ version: z.int() });

function isMade(status: number | undefined): boolean {
  return status === 200 || status === 201;
}

const ifMatchIsRespected: Rule<Answers> = {
  name: "If-Match is respected",
  sentence: "a change with If-Match is made to that version or refused",
  check: ({ requests }) =>
    requests.flatMap(({ request, response: { status, body } }) => {
      const isChange = request.operation === "changeProduct" || request.operation === "putProduct";
      if (!isChange || request.ifMatch === undefined || !isMade(status)) return [];
      const { version } = Versioned.parse(body);
      return version <= request.ifMatch + 1 && status === 200
        ? []
        : [`If-Match was version ${request.ifMatch}, and the change made version ${version}`];
    }),
};

const Audited = z.object({ violations: z.array(z.looseObject({ invariant: z.string(), detail: z.string() })) });

const auditFindsNothing: Rule<Answers> = {
  name: "the audit finds nothing",
  sentence: "the audit reports no violation, also while orders change",
  check: ({ requests }) =>
    requests
      .filter(({ request, response }) => request.operation === "checkInvariants" && response.status === 200)
      .flatMap(({ response }) => Audited.parse(response.body).violations)
      .map(({ invariant, detail }) => `${invariant}: ${detail}`),
};

const oneResultPerKey: Rule<Answers> = {
  name: "one result for each idempotency key",
  sentence: "all requests with one key together created one order, one adjustment or one product",
  check: ({ requests }) => {
    const made = new Map<string, Set<string>>();
    for (const { request, client, response } of requests) {
      const { data } = Created.safeParse(response.body);
      if (request.key === undefined || !data || response.status === undefined || response.status >= 300) continue;
      const key = `${client.subject} ${request.operation} ${request.path?.sku ?? ""} ${request.key}`;
      made.set(key, (made.get(key) ?? new Set()).add(data.id));
    }
    return [...made].filter(([, ids]) => ids.size > 1).map(([key, ids]) => `${key} created ${ids.size} resources`);
  },
};

const placedIsReplayed: Rule<Answers> = {
  name: "a placed order is not refused to its own key",
  sentence: "no request is refused whose key placed an order with the same body",
  check: ({ requests }) => {
    const placing = requests.filter(({ request }) => request.operation === "placeOrder");
    const placed = placing.filter(({ response }) => response.status === 201 || response.status === 202);
    return placing
      .filter(({ response: { status = 0 } }) => status >= 400 && status < 500)
      .filter((refused) =>
        placed.some(
          (one) =>
            one.client.subject === refused.client.subject &&
            one.request.key === refused.request.key &&
            isDeepStrictEqual(one.request.body, refused.request.body),
        ),
      )
      .map(({ request: { key }, response: { body } }) => `${key}: ${JSON.stringify(body)}`);
  },
};

export const answerInvariants = [
  noInternalError,
  answersMatch,
  refusedWritesNothing,
  ifMatchIsRespected,
  oneResultPerKey,
  placedIsReplayed,
  acceptedIsUnfinished,
  mismatchOnlyWithIfMatch,
  auditFindsNothing,
];
