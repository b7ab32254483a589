import type { FunctionName } from "../functions/registry/functions.ts";
import type { Settings } from "./settings.ts";
import type { TableAccess, WaybillTable } from "./table.ts";

interface FunctionSettings {
  table?: TableAccess;
  /** Whether it carries out what an order wants done outside the table. */
  carriesOutEffects?: boolean;
  /** Whether it takes new prices. */
  takesPrices?: boolean;
  reservedConcurrency: number;
}

/** What each function may do with the table, and the share of the account's concurrency that is its own. */
export const functionSettings: Record<FunctionName, FunctionSettings> = {
  inventory: {
    table: {
      items: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
      indexes: ["gsi1"],
    },
    takesPrices: true,
    reservedConcurrency: 100,
  },
  orders: {
    table: { items: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query"], indexes: ["gsi1", "gsi2"] },
    carriesOutEffects: true,
    reservedConcurrency: 100,
  },
  payments: { table: { items: ["GetItem"] }, reservedConcurrency: 20 },
  shipping: {
    table: { items: ["GetItem", "PutItem", "UpdateItem", "Query"] },
    carriesOutEffects: true,
    reservedConcurrency: 40,
  },
  audit: { table: { items: ["BatchGetItem", "Query"], indexes: ["gsi1", "gsi2"] }, reservedConcurrency: 5 },
  site: { table: { items: ["GetItem"] }, reservedConcurrency: 20 },
  "shipping-on-order-placed": {
    table: { items: ["GetItem", "PutItem", "UpdateItem", "Query"] },
    carriesOutEffects: true,
    reservedConcurrency: 20,
  },
  relay: { reservedConcurrency: 20 },
  sweeper: {
    table: { items: ["GetItem", "PutItem", "UpdateItem", "Query"], indexes: ["gsi3"] },
    carriesOutEffects: true,
    reservedConcurrency: 7,
  },
};

/** The environment of what answers requests. */
export function apiEnvironment({ tokens, corsOrigins }: Settings): Record<string, string> {
  return { ...tokens, CORS_ORIGINS: corsOrigins.join(",") };
}

/** The environment of what works with the table: who carries effects out must agree about their times. */
export function tableEnvironment(name: FunctionName, table: WaybillTable, settings: Settings): Record<string, string> {
  const { carriesOutEffects, takesPrices } = functionSettings[name];
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
  };
}
