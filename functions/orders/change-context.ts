import { currentContext, now } from "../platform/runtime/request-context.ts";
import type { ChangeContext } from "./rules/next-order.ts";
import { timing } from "./timing-settings.ts";

/** A change that somebody asks for now. */
export function requested(): ChangeContext {
  return { now: now(), timing: timing(), by: currentContext().actor };
}

/** A change that Waybill makes now by itself, such as recording a provider's answer. */
export function automatic(): ChangeContext {
  return { now: now(), timing: timing() };
}
