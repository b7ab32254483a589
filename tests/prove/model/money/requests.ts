import type { Step } from "../explorer.ts";
import { addInstruction, attemptOf, changeInstruction, hasEnded, isOpen, MANUAL, type Order } from "./order.ts";
import { amountDue, capturesIn, nothingLeftToCapture, refundable } from "./rules/captures.ts";
import { closeAllAttempts, isClosed, isClosing } from "./rules/close-attempt.ts";
import { editOrder } from "./rules/edit-order.ts";
import { endOrder } from "./rules/end-order.ts";
import { refundCapture } from "./rules/refund-capture.ts";
import { shipIfPaid } from "./rules/ship-parcel.ts";
import type { Request } from "./scenarios.ts";
import { type Model, use, type World } from "./world.ts";
import { write } from "./writes.ts";

/** What people ask for. A request is one step: a read, and a write that is conditional on the version read. */
export function* serveRequests(world: World, model: Model): Generator<Step<World>> {
  const checksVersion = model.guards.has("request: only on the version read");
  for (const [sentence, request, order] of requestsOf(world, model)) {
    if (checksVersion) yield [sentence, write(use(world, request), order, model), "person"];
    else if (!world.decided)
      yield [`${sentence}: reads the order`, { ...use(world, request), decided: order }, "person"];
  }
  if (world.decided) yield ["the request writes", write({ ...world, decided: undefined }, world.decided, model)];
}

type Decision = readonly [sentence: string, request: Request, after: Order];

function* requestsOf(world: World, model: Model): Generator<Decision> {
  const { order } = world;
  for (const request of world.requests) {
    switch (request) {
      case "cancel":
        if (mayCancel(order, model)) yield ["customer cancels", request, endOrder(order, "CANCELLED", model.guards)];
        break;
      case "edit":
        if (mayEdit(order, model)) yield ["staff lower the total to 1", request, editOrder(order, model.guards)];
        break;
      case "pack":
        if (order.parcel?.status === "PENDING")
          yield ["staff pack the parcel", request, { ...order, parcel: { ...order.parcel, status: "PACKED" } }];
        break;
      case "manual payment":
        yield* payByHand(order, request, amountDue(order, model.guards), model);
        break;
      case "manual payment of 1":
        yield* payByHand(order, request, 1, model);
        break;
      case "capture":
        yield* captureOne(order, request, model);
        break;
      case "authorize":
        yield* payAgain(order, request, model);
        break;
      case "refresh":
        if (!order.refresh) yield ["staff, or a forged webhook, ask for REFRESH", request, { ...order, refresh: true }];
        break;
      default:
    }
  }
  yield* refundOne(world, model);
  yield* dispatch(world, model);
}

function mayCancel(order: Order, { guards }: Model): boolean {
  const isInTime = isOpen(order) && order.shipped === 0;
  const allowed = isInTime || (order.status !== "ABSENT" && !guards.has("cancel: only an open order"));
  const isLeaving = guards.has("cancel: not in a dispatch, queued or not")
    ? order.leaving > 0
    : capturesIn(order, "IN_FLIGHT").some(({ capture }) => capture.cause === "dispatch");
  return allowed && !isLeaving;
}

function mayEdit(order: Order, { guards }: Model): boolean {
  const isPacked = order.parcel?.status === "PACKED" && guards.has("edit: not what is packed");
  return isOpen(order) && order.total === 2 && order.shipped + order.leaving <= 1 && !isPacked;
}

function* payByHand(order: Order, request: Request, amount: number, { guards }: Model): Generator<Decision> {
  if (!isOpen(order) || amountDue(order, guards) <= 0) return;
  const paid = addInstruction(order, { kind: "CAPTURE", amount, target: MANUAL, state: "DONE", cause: "manual" });
  const sentence = `staff record a manual payment of ${amount}`;
  if (amountDue(paid, guards) !== 0) return yield [sentence, request, paid];
  const closed = guards.has("manual: closes open attempts") ? closeAllAttempts(paid, guards) : paid;
  yield [sentence, request, { ...closed, status: "CONFIRMED" }];
}

function* payAgain(order: Order, request: Request, model: Model): Generator<Decision> {
  const { guards } = model;
  if (!isOpen(order) || amountDue(order, guards) <= 0 || order.attempts.length === 2) return;
  const pending = givesWay(order, model) ? undefined : order.pendingEffect;
  const overtakes =
    !guards.has("attempt: none before the earlier are closed") && pending?.effect === "VOID" && isClosing(order, 0);
  if (!overtakes && (pending || !isClosed(order, 0, guards))) return;
  const before = overtakes ? changeInstruction(order, pending.instruction, { state: "REQUESTED" }) : order;
  const refresh = before.refresh || before.pendingEffect?.effect === "REFRESH";
  const attempts = [...before.attempts, { status: "REQUESTED", amount: amountDue(before, guards), tries: 0 }] as const;
  yield [
    "customer pays again: attempt 1",
    request,
    { ...before, refresh, attempts, pendingEffect: { effect: "AUTHORIZE", attempt: 1 } },
  ];
}

/** To an AUTHORIZE: SHIP, which has called nobody, and what may never be answered, as when it is postponed. */
function givesWay({ pendingEffect }: Order, { scenario, guards }: Model): boolean {
  if (pendingEffect?.effect === "SHIP") return true;
  if (!scenario.postpones || !guards.has("authorize: takes the place of another effect")) return false;
  return pendingEffect !== undefined && pendingEffect.effect !== "AUTHORIZE" && pendingEffect.effect !== "VOID";
}

function* captureOne(order: Order, request: Request, { guards }: Model): Generator<Decision> {
  if (order.status !== "CONFIRMED" || amountDue(order, guards) <= 0) return;
  for (const [target, { status }] of order.attempts.entries())
    if (status === "AUTHORIZED" && !isClosing(order, target))
      yield [
        "staff capture 1",
        request,
        addInstruction(order, { kind: "CAPTURE", amount: 1, target, state: "REQUESTED", cause: "staff" }),
      ];
}

function* refundOne({ order, requests }: World, { guards }: Model): Generator<Decision> {
  const request = requests.find((one) => one === "refund" || one === "refund again");
  if (request === undefined || hasEnded(order)) return;
  const found = capturesIn(order, "DONE").find(({ number }) => refundable(order, number, guards) >= 1);
  if (found)
    yield [
      `staff refund 1 of capture ${found.number}`,
      request,
      refundCapture(order, found.number, 1, "staff", guards),
    ];
}

/** A parcel is to leave: at once if it is paid, else with the capture that it waits for. */
function* dispatch({ order, requests }: World, { guards, scenario }: Model): Generator<Decision> {
  const request = requests.find((one) => one === "dispatch" || one === "dispatch again");
  if (request === undefined || order.status !== "CONFIRMED" || order.leaving > 0 || order.shipped >= order.total)
    return;
  if (scenario.ships && !isPacked(order, guards)) return;
  const units = scenario.partParcels ? 1 : (order.parcel?.units ?? order.total - order.shipped);
  if (nothingLeftToCapture(order, guards))
    yield ["staff dispatch a paid parcel", request, shipIfPaid({ ...order, leaving: units }, guards)];
  const due = amountDue(order, guards);
  if (due <= 0) return;
  for (const target of order.attempts.keys()) {
    if (attemptOf(order, target).status !== "AUTHORIZED" || isClosing(order, target)) continue;
    const amount = scenario.multicapture ? Math.min(units, due) : due;
    const asked = addInstruction(order, { kind: "CAPTURE", amount, target, state: "REQUESTED", cause: "dispatch" });
    yield [`staff dispatch a parcel: capture ${amount}`, request, { ...asked, leaving: units }];
  }
}

function isPacked({ parcel }: Order, guards: Model["guards"]): boolean {
  if (parcel?.status === "PENDING") return !guards.has("dispatch: only a packed parcel");
  return parcel?.status === "PACKED";
}
