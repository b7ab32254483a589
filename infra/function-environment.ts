import type { FunctionDeclaration } from "../functions/registry/functions.ts";
import type { Settings } from "./settings.ts";
import type { WaybillTable } from "./table.ts";

/** The environment of what answers requests. */
export function apiEnvironment({ tokens, corsOrigins }: Settings): Record<string, string> {
  return { ...tokens, CORS_ORIGINS: corsOrigins.join(",") };
}

/** The environment of what works with the table: who carries effects out must agree about their times. */
export function tableEnvironment(
  { carriesOutEffects = false, takesPrices = false }: Pick<FunctionDeclaration, "carriesOutEffects" | "takesPrices">,
  table: WaybillTable,
  settings: Settings,
): Record<string, string> {
  const shared = {
    TABLE_NAME: table.table.tableName,
    INDEX_SHARDS: String(settings.indexShards),
    ...(takesPrices && settings.currencies && { CURRENCIES: settings.currencies.join(",") }),
  };
  if (!carriesOutEffects) return shared;
  return {
    ...shared,
    AUTHORIZE_WITHIN_SECONDS: String(settings.authorizeWithinSeconds),
    PROVIDER_TIMEOUT_MS: String(settings.providerTimeoutMs),
    PAYMENT_PROVIDER: settings.paymentProvider,
    SHIP_WITHIN_SECONDS: String(settings.shipWithinSeconds),
    SANDBOX_LATE_SECONDS: String(settings.sandboxLateSeconds),
    SANDBOX_HOLD_SECONDS: String(settings.sandboxHoldSeconds),
  };
}
