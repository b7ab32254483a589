import * as z from "zod";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import type { Exchanged } from "../world/client.ts";
import type { Books } from "./books.ts";
import { type History, orderHistories } from "./history.ts";

/** What clients were answered, beside what is stored in the end. */
export interface Answers {
  readonly books: Books;
  readonly exchanged: readonly Exchanged[];
  readonly history: History;
}

const Created = z.looseObject({ id: z.string() });
const Sku = z.looseObject({ sku: z.string() });

const noInternalError: Rule<Answers> = {
  name: "no fault is answered with 500",
  sentence: "every request is answered with what it came to, with a refusal that says why, or with 503",
  check: ({ exchanged }) =>
    exchanged
      .filter(({ answer }) => answer.status === 500)
      .map(({ wish, answer }) => `${wish.operation} was answered 500: ${JSON.stringify(answer.body)}`),
};

const answersStand: Rule<Answers> = {
  name: "what was answered stands",
  sentence: "what a client was told was made is there, and an order that it was told was cancelled is",
  check: ({ books, exchanged }) =>
    exchanged.flatMap(({ wish, answer: { status, body } }) => {
      if (status === undefined || status >= 300) return [];
      const stands = {
        placeOrder: () => books.orders.some(({ id }) => id === Created.parse(body).id),
        adjustStock: () => books.adjustments.some(({ id }) => id === Created.parse(body).id),
        createProduct: () => books.products.some(({ sku }) => sku === Sku.parse(body).sku),
        cancelOrder: () =>
          books.orders.some(({ id, ...one }) => id === wish.path?.orderId && one.status === "CANCELLED"),
      };
      const check = Object.entries(stands).find(([operation]) => operation === wish.operation)?.[1];
      return check === undefined || check() ? [] : [`${wish.operation} was answered ${status}, and it is not so`];
    }),
};

const Shown = z.looseObject({ id: z.string(), version: z.int() });

/** Holds where one thing at most goes wrong, the bank included: more may use up a request's time. */
export const retryFinishes: Rule<Answers> = {
  name: "a retry finishes what was begun",
  sentence: "an order is left PENDING only where the bank gave no answer, and not to the sweeper while a client asks",
  check: ({ history, exchanged }) =>
    exchanged.flatMap(({ wish, answer: { status, body } }) => {
      if (wish.operation !== "placeOrder" || status !== 202) return [];
      const shown = Shown.parse(body);
      const versions = orderHistories(history).flat();
      const payment = versions.find(({ id, version }) => id === shown.id && version === shown.version)?.payment;
      const isLeft = payment?.method === "pm_sandbox_ok" && (payment.providerErrors ?? []).length === 0;
      return isLeft ? [`${wish.key} was answered 202 without any trouble`] : [];
    }),
};

const Status = z.looseObject({ status: z.string() });

const acceptedWaits: Rule<Answers> = {
  name: "202 is for what waits",
  sentence: "202 is answered only to placing an order that is PENDING, and to a dispatch that waits for its capture",
  check: ({ exchanged }) =>
    exchanged.flatMap(({ wish, answer: { status, body } }) => {
      if (status !== 202) return [];
      const is = Status.parse(body).status;
      const asked = Status.safeParse(wish.body).data?.status;
      const waits =
        (wish.operation === "placeOrder" && is === "PENDING") ||
        (wish.operation === "advanceShipmentStatus" && asked === "SHIPPED" && is === "PACKED");
      return waits ? [] : [`${wish.operation} ${asked ?? ""} was answered 202 and shows ${is}`];
    }),
};

const staleOnlyIfNamed: Rule<Answers> = {
  name: "412 is for who names a version",
  sentence: "a change that names no version is never refused because another one came between",
  check: ({ exchanged }) =>
    exchanged.flatMap(({ wish, answer: { status } }) =>
      status === 412 && wish.ifMatch === undefined ? [`${wish.operation} was answered 412 without If-Match`] : [],
    ),
};

const Changed = z.looseObject({ change: z.looseObject({ correlationId: z.string() }) });
const Problem = z.looseObject({ code: z.string() });

const refusedIsNotDone: Rule<Answers> = {
  name: "what was refused was not done",
  sentence: "a request that was answered with a refusal wrote nothing; but a refused capture is noted",
  check: ({ exchanged, history }) => {
    const writers = new Set(
      [...history.values()].flat().flatMap((item) => Changed.safeParse(item).data?.change.correlationId ?? []),
    );
    return exchanged.flatMap(({ wish, answer: { status = 0, body, requestId = "" } }) => {
      const isRefused = status >= 400 && status < 500 && Problem.safeParse(body).data?.code !== "capture_refused";
      return isRefused && writers.has(requestId)
        ? [`${wish.operation} was answered ${status}, and wrote something`]
        : [];
    });
  },
};

const Versioned = z.looseObject({ version: z.int() });

const onlyWhatWasSeen: Rule<Answers> = {
  name: "If-Match is kept",
  sentence: "a change that names a version is made to this version or refused",
  check: ({ exchanged }) =>
    exchanged.flatMap(({ wish, answer: { status, body } }) => {
      if (wish.operation !== "changeProduct" || wish.ifMatch === undefined || status !== 200) return [];
      const { version } = Versioned.parse(body);
      return version <= wish.ifMatch + 1 ? [] : [`version ${wish.ifMatch} was to be changed, and it became ${version}`];
    }),
};

const keyIsOne: Rule<Answers> = {
  name: "a key is one thing",
  sentence: "however often a request was sent under its key, it made one order, one adjustment, one product",
  check: ({ exchanged }) => {
    const made = new Map<string, Set<string>>();
    for (const { wish, client, answer } of exchanged) {
      const { data } = Created.safeParse(answer.body);
      if (wish.key === undefined || !data || answer.status === undefined || answer.status >= 300) continue;
      const key = `${client.subject} ${wish.operation} ${wish.path?.sku ?? ""} ${wish.key}`;
      made.set(key, (made.get(key) ?? new Set()).add(data.id));
    }
    return [...made].filter(([, ids]) => ids.size > 1).map(([key, ids]) => `${key} made ${ids.size} things`);
  },
};

export const answerInvariants = [
  noInternalError,
  answersStand,
  refusedIsNotDone,
  onlyWhatWasSeen,
  keyIsOne,
  acceptedWaits,
  staleOnlyIfNamed,
];
