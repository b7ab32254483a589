import * as z from "zod";
import { parseForm } from "./form.ts";
import { invalidRequest, type StripeAnswerError } from "./stripe-error.ts";

const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, "integer")
  .transform(Number);
const positive = integer.refine((amount) => amount > 0, "positive");
const boolean = z.enum(["true", "false"], "boolean").transform((text) => text === "true");
const metadata = z.record(z.string().max(40), z.string().max(500));
const expand = z.array(z.string()).optional();

const cardOptions = z.strictObject({
  card: z
    .strictObject({
      request_multicapture: z.enum(["if_available", "never"]).optional(),
      request_three_d_secure: z.enum(["any", "automatic", "challenge"]).optional(),
    })
    .optional(),
});

const confirmation = {
  off_session: boolean.optional(),
  return_url: z.string().optional(),
  use_stripe_sdk: boolean.optional(),
  error_on_requires_action: boolean.optional(),
  payment_method: z.string().optional(),
  payment_method_options: cardOptions.optional(),
  payment_method_types: z.array(z.string()).min(1).optional(),
  expand,
};

/** https://docs.stripe.com/api/payment_intents/create */
export const CreateIntent = z.strictObject({
  ...confirmation,
  amount: positive,
  currency: z.string(),
  capture_method: z.enum(["automatic", "automatic_async", "manual"]).optional(),
  confirm: boolean.optional(),
  confirmation_method: z.enum(["automatic", "manual"]).optional(),
  customer: z.string().optional(),
  description: z.string().optional(),
  metadata: metadata.optional(),
  setup_future_usage: z.enum(["off_session", "on_session"]).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
});
export type CreateIntent = z.output<typeof CreateIntent>;

/** https://docs.stripe.com/api/payment_intents/confirm */
export const ConfirmIntent = z.strictObject(confirmation);
export type ConfirmIntent = z.output<typeof ConfirmIntent>;

/** https://docs.stripe.com/api/payment_intents/capture */
export const CaptureIntent = z.strictObject({
  amount_to_capture: integer.optional(),
  final_capture: boolean.optional(),
  metadata: metadata.optional(),
  statement_descriptor_suffix: z.string().optional(),
  expand,
});
export type CaptureIntent = z.output<typeof CaptureIntent>;

/** https://docs.stripe.com/api/payment_intents/cancel */
export const CancelIntent = z.strictObject({
  cancellation_reason: z.enum(["duplicate", "fraudulent", "requested_by_customer", "abandoned"]).optional(),
  expand,
});
export type CancelIntent = z.output<typeof CancelIntent>;

/** https://docs.stripe.com/api/refunds/create */
export const CreateRefund = z.strictObject({
  amount: positive.optional(),
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  metadata: metadata.optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  expand,
});
export type CreateRefund = z.output<typeof CreateRefund>;

/** https://docs.stripe.com/api/payment_intents/retrieve */
export const Retrieve = z.strictObject({ client_secret: z.string().optional(), expand });

/** https://docs.stripe.com/api/pagination */
const page = {
  limit: integer.refine((limit) => limit >= 1 && limit <= 100, "limit").optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: z
    .union([
      integer,
      z.strictObject({
        gt: integer.optional(),
        gte: integer.optional(),
        lt: integer.optional(),
        lte: integer.optional(),
      }),
    ])
    .optional(),
  expand,
};
export type Page = z.output<z.ZodObject<typeof page>>;

export const ListIntents = z.strictObject({ ...page, customer: z.string().optional() });
export const ListOfPayment = z.strictObject({
  ...page,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});
export const ListCharges = z.strictObject({
  ...page,
  customer: z.string().optional(),
  payment_intent: z.string().optional(),
});

/** https://docs.stripe.com/api/payment_intents/search */
export const SearchIntents = z.strictObject({
  query: z.string(),
  limit: page.limit,
  page: z.string().optional(),
  expand,
});
export type SearchIntents = z.output<typeof SearchIntents>;

/** https://docs.stripe.com/api/customers/create */
export const CreateCustomer = z.strictObject({
  email: z.string().optional(),
  name: z.string().optional(),
  metadata: metadata.optional(),
  expand,
});

/** https://docs.stripe.com/api/payment_methods/attach */
export const AttachMethod = z.strictObject({ customer: z.string(), expand });

/** The parameters of a request. @throws StripeAnswerError where Stripe refuses them, also one that it does not know. */
export function parseParameters<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const parsed = schema.safeParse(parseForm(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue ? refusal(issue) : parsed.error;
}

/** Stripe's words: https://docs.stripe.com/error-codes#parameter-unknown and the codes after it. */
function refusal(issue: z.core.$ZodIssue): StripeAnswerError {
  if (issue.code === "unrecognized_keys") {
    const param = nameOf([...issue.path, issue.keys[0] ?? ""]);
    return invalidRequest(`Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
  }
  const param = nameOf(issue.path);
  if (issue.code === "invalid_type" && issue.message.includes("undefined")) {
    return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  if (issue.message === "integer" || issue.message === "positive") {
    const message =
      issue.message === "integer" ? `Invalid integer: ${param}` : "This value must be greater than or equal to 1.";
    return invalidRequest(message, { code: "parameter_invalid_integer", param });
  }
  if (issue.code === "invalid_value") {
    return invalidRequest(`Invalid ${param}: must be one of ${issue.values.join(", ")}`, { param });
  }
  return invalidRequest(`Invalid ${param}`, { param });
}

function nameOf([first, ...rest]: readonly PropertyKey[]): string {
  return [String(first), ...rest.map((part) => `[${String(part)}]`)].join("");
}
