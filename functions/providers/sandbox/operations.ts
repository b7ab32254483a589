import * as z from "zod/mini";
import { answer, operation } from "../../platform/http/operation.ts";
import { invalidStateTransition } from "../../platform/values/state-machine.ts";
import { completeAction } from "./sandbox-actions.ts";

const ActionId = z.string().check(
  z.regex(/^[A-Za-z0-9_-]{1,64}\.act_[0-9a-hjkmnp-tv-z]{32}$/),
  z.meta({
    description: "The `clientSecret` of the payment's `nextAction`",
    examples: ["ord_jqgtqqv1xemmg389rqhpznbcvgat6wsv.act_p1g2ky6srvh47rjeyt4av8nsevjm13dc"],
  }),
);

const ActionResult = z
  .enum(["completed", "failed"])
  .check(z.meta({ id: "SandboxActionResult", description: "Whether the customer's bank was satisfied" }));

const NewActionResult = z
  .strictObject({ result: ActionResult })
  .check(z.meta({ id: "NewSandboxActionResult", examples: [{ result: "completed" }] }));

const SandboxAction = z.strictObject({ actionId: ActionId, result: ActionResult }).check(
  z.meta({
    id: "SandboxAction",
    examples: [
      {
        actionId: "ord_jqgtqqv1xemmg389rqhpznbcvgat6wsv.act_p1g2ky6srvh47rjeyt4av8nsevjm13dc",
        result: "completed",
      },
    ],
  }),
);

/** Only for stages whose provider is the sandbox, as there is no bank's page there. */
export const completeSandboxAction = operation({
  summary: "Complete or fail a customer's action in the sandbox",
  description:
    "What a customer does on the page of their bank, where the provider is a real one. Who knows the action's id may " +
    "complete it: only its order's owner is told it. The same result again changes nothing.",
  route: "POST /sandbox/actions/{actionId}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { actionId: ActionId },
  body: NewActionResult,
  answers: { 200: SandboxAction },
  problems: [invalidStateTransition],
  handle: async ({ path: { actionId }, body: { result } }) => answer(200, await completeAction(actionId, result)),
});
