/** What a payment method of the sandbox does when it is authorized. */
export interface SandboxMethod {
  /** Fails so often with a transient error, before anything else happens. */
  readonly failsFirst?: number;
  /** The answer to the first try never comes: lost before the bank saw it, or after the bank acted on it. */
  readonly firstAnswerLost?: "before" | "after";
  /** No try is ever answered, and the authorization appears a while after the first one. */
  readonly landsLate?: boolean;
  readonly declined?: boolean;
  /** It can be authorized, but the authorization has run out by the time of the capture. */
  readonly expires?: boolean;
}

/** The payment methods that the sandbox knows; any other is declined. */
export const SANDBOX_METHODS: Readonly<Record<string, SandboxMethod>> = {
  pm_sandbox_ok: {},
  pm_sandbox_declined: { declined: true },
  pm_sandbox_timeout_before: { firstAnswerLost: "before" },
  pm_sandbox_timeout_after: { firstAnswerLost: "after" },
  pm_sandbox_flaky: { failsFirst: 2 },
  pm_sandbox_down: { failsFirst: Number.POSITIVE_INFINITY },
  pm_sandbox_late: { landsLate: true },
  pm_sandbox_expires: { expires: true },
};

/** In minor units: this much or more is declined. */
export const DECLINED_FROM = 100_000;
