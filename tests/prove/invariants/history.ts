import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod";
import { orderRules } from "../../../functions/audit/rules/order-rules.ts";
import { type Rule, violationsOf } from "../../../functions/audit/rules/rule.ts";
import { reservationItem } from "../../../functions/inventory/inventory-items.ts";
import type { Reservation } from "../../../functions/inventory/rules/reservation.ts";
import { orderItem } from "../../../functions/orders/order-item.ts";
import { type Order, orderStates } from "../../../functions/orders/rules/order.ts";
import { attemptStates } from "../../../functions/orders/rules/payment.ts";
import { returnStates } from "../../../functions/orders/rules/return.ts";
import { shipmentStates } from "../../../functions/orders/rules/shipment.ts";
import { CLOCK_SKEW_SECONDS } from "../../../functions/orders/rules/timing.ts";
import type { StoredItem } from "../../../functions/platform/table/item.ts";
import type { StateMachine } from "../../../functions/platform/values/state-machine.ts";
import { itemTypeOf } from "../../../functions/registry/item-types.ts";

const Version = z.looseObject({ version: z.int(), createdAt: z.string(), updatedAt: z.string() });

/** Stock is written without being read: updatedAt is the time at which the function started the write, which may be late. */
const FUNCTION_SECONDS = 30;

/** Every version of every item, from the table's stream, by key; what was deleted has a key of its own. */
export type History = ReadonlyMap<string, readonly StoredItem[]>;

export function historyIn(records: readonly DynamoDBRecord[]): History {
  const versions = new Map<string, StoredItem[]>();
  for (const [number, { dynamodb }] of records.entries()) {
    if (!dynamodb?.NewImage) {
      const deleted = `${dynamodb?.Keys?.pk?.S} ${dynamodb?.Keys?.sk?.S}`;
      versions.set(`${deleted} until record ${number}`, versions.get(deleted) ?? []);
      versions.delete(deleted);
      continue;
    }
    const image: Parameters<typeof unmarshall>[0] = JSON.parse(JSON.stringify(dynamodb.NewImage));
    const item = unmarshall(image);
    if (item.poison === true) continue;
    const key = `${item.pk} ${item.sk}`;
    versions.set(key, [...(versions.get(key) ?? []), item]);
  }
  return versions;
}

/** An order's versions, one after the other. */
export function orderHistories(history: History): Order[][] {
  return [...history.values()]
    .filter(([first]) => first?.type === orderItem.type)
    .map((versions) => versions.map((item) => orderItem.parse(item)));
}

const everyVersionOnce: Rule<History> = {
  name: "every version once",
  sentence: "each item's versions count up from 1 without a gap, and updatedAt does not go back",
  check: (history) =>
    [...history].flatMap(([key, items]) => {
      if (items[0]?.version === undefined) return [];
      const { type, parse } = itemTypeOf(items[0].type);
      const versions = items.map((item) => Version.parse(parse(item)));
      return versions.flatMap(({ version, createdAt, updatedAt }, index) => {
        const before = versions[index - 1];
        if (version !== index + 1) return [`${key}: version ${version} is number ${index + 1}`];
        if (before && before.createdAt !== createdAt) return [`${key}: createdAt changes`];
        const mayLag = type === "stock" ? FUNCTION_SECONDS : CLOCK_SKEW_SECONDS;
        const earliest = before ? Date.parse(before.updatedAt) - mayLag * 1_000 : 0;
        return Date.parse(updatedAt) >= earliest ? [] : [`${key}: version ${version} is older than the version before`];
      });
    }),
};

/** A reservation's versions, one after the other. */
export function reservationHistories(history: History): Reservation[][] {
  return [...history.values()]
    .filter(([first]) => first?.type === reservationItem.type)
    .map((versions) => versions.map((item) => reservationItem.parse(item)));
}

const onlyTransitions: Rule<History> = {
  name: "only transitions of the state machines",
  sentence:
    "no order, payment attempt, shipment, return or reservation makes a transition that its state machine does not allow",
  check: (history) => [
    ...orderHistories(history).flatMap((versions) =>
      versions.flatMap((after, index) => {
        const before = versions[index - 1];
        return before ? wrongTransitions(before, after) : [];
      }),
    ),
    ...reservationHistories(history).flatMap(([made, ...ends]) => {
      if (!made || (made.status === "ACTIVE" && ends.length <= 1)) return [];
      return [`${made.id}: ${[made, ...ends].map(({ status }) => status).join(", then ")}`];
    }),
  ],
};

function wrongTransitions(before: Order, after: Order): string[] {
  return [
    ...wrongTransition(orderStates, before.status, after.status),
    ...before.payment.attempts.flatMap((one, index) =>
      wrongTransition(attemptStates, one.status, after.payment.attempts[index]?.status),
    ),
    ...before.shipments.flatMap((one, index) =>
      wrongTransition(shipmentStates, one.status, after.shipments[index]?.status),
    ),
    ...before.returns.flatMap((one, index) => wrongTransition(returnStates, one.status, after.returns[index]?.status)),
  ].map((transition) => `${after.id}: ${transition}`);
}

function wrongTransition<State extends string>(
  states: StateMachine<State>,
  from: State,
  to: State | undefined,
): string[] {
  return to !== undefined && (from === to || states.allows(from, to)) ? [] : [`${from} became ${to ?? "gone"}`];
}

const instructionsStand: Rule<History> = {
  name: "instructions stand",
  sentence:
    "no instruction is ever taken away; it is DONE or REFUSED once; only an accepted refund may still fail, and one of money " +
    "that came another way is DONE when a person gave it back",
  check: (history) =>
    orderHistories(history).flatMap((versions) =>
      versions.flatMap((after, index) =>
        (versions[index - 1]?.payment.instructions ?? []).flatMap((one, at) => {
          const next = after.payment.instructions[at];
          const fails = one.kind === "REFUND" && one.state === "DONE" && next?.state === "REFUSED";
          const isGivenBack = one.state === "REFUSED" && next?.state === "DONE" && next.givenBack !== undefined;
          const isOpenStill = one.state === "REQUESTED" || (one.state === "IN_FLIGHT" && next?.state !== "REQUESTED");
          const stands = next?.id === one.id && (isOpenStill || one.state === next.state || fails || isGivenBack);
          return stands ? [] : [`${after.id}: instruction ${one.id} was ${one.state} and is ${next?.state ?? "gone"}`];
        }),
      ),
    ),
};

const rulesKept: Rule<History> = {
  name: "every version keeps the order's rules",
  sentence: "every version of an order keeps each rule of orders that the audit checks, not only the last one",
  check: (history) =>
    orderHistories(history)
      .flat()
      .flatMap((order) =>
        violationsOf(orderRules, `${order.id}, version ${order.version}`, order).map(
          ({ invariant, subject, detail }) => `${subject}: ${invariant}: ${detail}`,
        ),
      ),
};

const oneEffect: Rule<History> = {
  name: "one effect at a time",
  sentence:
    "a pending effect finishes or is postponed before it is claimed again: it keeps the moment of its claim; a REFRESH is " +
    "claimed again where it was asked for once more while it was in flight, and a REFUND where it first found a dispute that is over",
  check: (history) =>
    orderHistories(history).flatMap((versions) =>
      versions.flatMap((after, index) => {
        const earlier = versions[index - 1];
        const before = earlier?.pending;
        const next = after.pending;
        const isSame =
          before?.effect === next?.effect &&
          before?.attempt === next?.attempt &&
          before?.instruction === next?.instruction;
        const isNext = before?.effect === "REFRESH" && earlier?.payment.refresh && !after.payment.refresh;
        const foundEnd = before?.effect === "REFUND" && endedDisputes(after) !== endedDisputes(earlier);
        return before && isSame && !isNext && !foundEnd && before.since !== next?.since
          ? [`${after.id}: ${before.effect} was claimed again before it finished`]
          : [];
      }),
    ),
};

function endedDisputes(order: Order | undefined): number | undefined {
  return order?.payment.attempts.flatMap(({ disputes }) => disputes).filter(({ status }) => status !== "OPEN").length;
}

export const historyInvariants = [everyVersionOnce, onlyTransitions, instructionsStand, rulesKept, oneEffect];
