import { type Caller, worksForShop } from "../../platform/values/caller.ts";

/** Who did something, as the caller may know it: to a customer, others than itself are named by role only. */
export function actorView(actor: string, caller: Caller): string {
  const isOwn = actor === `${caller.role}:${caller.subject}`;
  const [role = ""] = actor.split(":");
  return worksForShop(caller) || isOwn ? actor : role;
}
