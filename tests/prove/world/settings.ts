import { localAudience, localIssuer } from "../../../local/issuer.ts";
import { FAKE_API_KEY } from "../../stripe-fake/stripe-fake.ts";

/** Short time limits in seconds, so that they expire within a run. */
export const TIMES = { authorizeWithin: 180, providerTimeout: 4, late: 183, shipWithin: 120 } as const;

/** The key with which the fake of Stripe signs what it tells. */
export const WEBHOOK_SECRET = "whsec_prove";
/** What the payment provider's secret holds. */
export const PROVIDER_SECRET = JSON.stringify({ apiKey: FAKE_API_KEY, webhookSecrets: [WEBHOOK_SECRET] });

let appliedEndpoint: string | undefined;

/**
 * Sets the environment variables of the functions, which read them at their first call.
 * @throws where this process already has another engine: its functions would go on calling the first one
 */
export function applySettings(endpoint: string, jwks: string): void {
  if (appliedEndpoint !== undefined && appliedEndpoint !== endpoint)
    throw new Error(`The functions of this process call ${appliedEndpoint}: start another process for ${endpoint}.`);
  appliedEndpoint = endpoint;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    STAGE: "prove",
    JWT_ISSUER: localIssuer,
    JWT_AUDIENCE: localAudience,
    JWKS: jwks,
    AUTHORIZE_WITHIN_SECONDS: String(TIMES.authorizeWithin),
    PROVIDER_TIMEOUT_MS: String(TIMES.providerTimeout * 1_000),
    SHIP_WITHIN_SECONDS: String(TIMES.shipWithin),
    SANDBOX_LATE_SECONDS: String(TIMES.late),
    PAYMENT_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:000000000000:secret:payments",
    EVENT_BUS_NAME: "prove",
    PUBLISH_STOCK_MOVES: "true", // so that the events of every change are checked
    PARKING_QUEUE_URL: `${endpoint}/000000000000/parking`,
  });
}
