import type { FunctionDeclaration } from "../functions/registry/functions.ts";
import type { Settings } from "./settings.ts";
import type { WaybillTable } from "./table.ts";

/** The environment of what answers requests. */
export function apiEnvironment({ tokens, corsOrigins }: Settings): Record<string, string> {
  return { ...tokens, CORS_ORIGINS: corsOrigins.join(",") };
}

/** The environment of what works with the table: who changes orders must agree about their times. */
export function tableEnvironment(
  {
    carriesOutEffects = false,
    changesOrders = carriesOutEffects,
    placesOrders = false,
    receivesReturns = false,
    takesPrices = false,
    showsShipments = false,
  }: Pick<
    FunctionDeclaration,
    "carriesOutEffects" | "changesOrders" | "placesOrders" | "receivesReturns" | "takesPrices" | "showsShipments"
  >,
  table: WaybillTable,
  settings: Settings,
): Record<string, string> {
  const shared = {
    TABLE_NAME: table.table.tableName,
    INDEX_SHARDS: String(settings.indexShards),
    ...(takesPrices && settings.currencies && { CURRENCIES: settings.currencies.join(",") }),
    ...(placesOrders && orderEnvironment(settings)),
    ...(showsShipments && { TRACKING_LINKS: JSON.stringify(settings.trackingLinks) }),
    ...(receivesReturns && { RETURN_REFUND: settings.returnRefund }),
    ...(changesOrders && {
      ALLOCATION_STRATEGY: settings.allocationStrategy,
      AUTHORIZE_WITHIN_SECONDS: String(settings.authorizeWithinSeconds),
      SHIP_WITHIN_SECONDS: String(settings.shipWithinSeconds),
    }),
  };
  if (!carriesOutEffects) return shared;
  return {
    ...shared,
    PROVIDER_TIMEOUT_MS: String(settings.providerTimeoutMs),
    PAYMENT_PROVIDER: settings.paymentProvider,
    SANDBOX_LATE_SECONDS: String(settings.sandboxLateSeconds),
    SANDBOX_HOLD_SECONDS: String(settings.sandboxHoldSeconds),
    ...(settings.paymentSecretArn && { PAYMENT_SECRET_ARN: settings.paymentSecretArn }),
    ...(settings.stripeUrl && { STRIPE_URL: settings.stripeUrl }),
  };
}

/** What the shop says of every new order. */
function orderEnvironment(settings: Settings): Record<string, string> {
  return {
    CAPTURE_AT: settings.captureAt,
    PAYMENT_HOLD_SECONDS: String(settings.paymentHoldSeconds),
    CUSTOMER_MAY_CANCEL_UNTIL: settings.customerMayCancelUntil,
    RETURN_WITHIN_DAYS: String(settings.returnWithinDays),
    MANUAL_HOLD_SECONDS: String(settings.manualHoldSeconds),
    SHIPPING_RATES: JSON.stringify(settings.shippingRates),
  };
}
