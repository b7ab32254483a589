import { ROLES } from "../../functions/platform/values/caller.ts";
import type { Declared } from "./declared.ts";
import { alice, type ProblemStep, type Values, type WalkthroughStep } from "./step.ts";

/** One more byte than a JSON body may have. */
const TOO_LARGE = " ".repeat(64 * 1024 + 1);

/** Parameters of nothing. */
const UNKNOWN: Values = {
  sku: "NO-SUCH-PRODUCT",
  locationId: "no-such-location",
  orderId: `ord_${"0".repeat(32)}`,
  reservationId: `rsv_${"0".repeat(32)}`,
  customerId: "nobody%20else",
  asset: "no-such-file.js",
  actionId: `ord_${"0".repeat(32)}.act_${"0".repeat(32)}`,
};

type Derive = (step: WalkthroughStep, declared: Declared) => Omit<ProblemStep, "code">;

/** How a request that succeeds is changed so that it leads to a problem. */
const DERIVED: Readonly<Record<string, Derive>> = {
  invalid_request: (step) =>
    step.body === undefined
      ? { ...step, query: { ...step.query, colour: "blue" } }
      : { ...step, body: { colour: "blue" } },
  malformed_json: (step) => ({ ...step, text: JSON.stringify(step.body).slice(0, -1) }),
  body_too_large: (step) => ({ ...step, text: `${JSON.stringify(step.body)}${TOO_LARGE}` }),
  unsupported_media_type: (step) => ({
    ...step,
    headers: { ...step.headers, "Content-Type": "text/plain" },
    text: "A mug, please.",
  }),
  idempotency_key_missing: (step) => ({ ...step, headers: {} }),
  unauthenticated: (step) => ({ ...step, by: null }),
  forbidden: (step, { roles = [] }) => {
    const [role] = ROLES.filter((one) => !roles.includes(one));
    return role ? { ...step, by: { ...alice, role } } : { ...step, hasNoRole: true };
  },
  not_found: (step) => ({
    ...step,
    path: Object.fromEntries(Object.entries(step.path ?? {}).map(([name, value]) => [name, UNKNOWN[name] ?? value])),
  }),
};

/** The problems that the gateway answers for any operation: gateway-answers.ts. */
export const OF_THE_GATEWAY: readonly string[] = ["too_many_requests", "internal_error", "unavailable"];

/** The requests for an operation's declared problems that no other step leads to. */
export function derivedProblems(
  declared: Declared,
  success: WalkthroughStep,
  others: ReadonlySet<string>,
): ProblemStep[] {
  const codes = [...declared.problems.keys()].filter((code) => !others.has(code) && !OF_THE_GATEWAY.includes(code));
  return codes.map((code) => {
    const derive = DERIVED[code];
    if (!derive) throw new Error(`No request leads to ${code} of ${declared.operation}: add one to problems.ts.`);
    return { ...derive(success, declared), operation: declared.operation, code };
  });
}
