import type { Account } from "./account.ts";
import type { SearchIntents } from "./parameters.ts";
import type { IntentRecord } from "./records.ts";
import { invalidRequest } from "./stripe-error.ts";
import { intentView } from "./views.ts";

type Clause = (intent: IntentRecord) => boolean;

/** https://docs.stripe.com/api/payment_intents/search; a new object is not found at once: https://docs.stripe.com/search#data-freshness */
export function searchIntents(account: Account, { query, limit = 10, page }: SearchIntents) {
  const clauses = parseQuery(query);
  const visibleUntil = (account.now() - account.options.searchDelayMs) / 1_000;
  const start = page === undefined ? 0 : Number(page);
  const found = [...account.intents.values()]
    .filter((intent) => intent.created <= visibleUntil && clauses(intent))
    .reverse();
  const hasMore = found.length > start + limit;
  return {
    object: "search_result",
    data: found.slice(start, start + limit).map((intent) => intentView(account, intent)),
    has_more: hasMore,
    next_page: hasMore ? String(start + limit) : null,
    url: "/v1/payment_intents/search",
  };
}

const CLAUSE = /^(-?)(?:metadata\[(["'])(.+?)\2\]|([a-z_]+))(:|[<>]=?)(?:(["'])(.*)\6|(\d+|null))$/;

/** Clauses joined by AND, or by OR, never by both: https://docs.stripe.com/search#search-query-language */
function parseQuery(query: string): Clause {
  const all = query.split(/ AND /);
  const any = query.split(/ OR /);
  if (all.length > 1 && any.length > 1) throw invalidQuery("You cannot mix AND and OR in one query.");
  if (any.length > 1) {
    const clauses = any.map(parseClause);
    return (intent) => clauses.some((matches) => matches(intent));
  }
  const clauses = all.map(parseClause);
  return (intent) => clauses.every((matches) => matches(intent));
}

function parseClause(text: string): Clause {
  const parts = CLAUSE.exec(text.trim());
  if (!parts) throw invalidQuery(`We were unable to parse your search query: ${text}.`);
  const [, minus, , key, field, operator = ":", , quoted, bare] = parts;
  const value = quoted?.replaceAll(/\\(["'])/g, "$1") ?? bare ?? "";
  const matches: Clause = (intent) =>
    compare(key === undefined ? fieldOf(intent, field ?? "") : intent.metadata[key], operator, value);
  return minus === "-" ? (intent) => !matches(intent) : matches;
}

function fieldOf(intent: IntentRecord, field: string): string | number | undefined {
  switch (field) {
    case "amount":
    case "created":
    case "currency":
    case "customer":
    case "status":
      return intent[field];
    default:
      throw invalidQuery(`Field \`${field}\` is an unsupported search field for resource \`payment_intents\`.`);
  }
}

function compare(found: string | number | undefined, operator: string, value: string): boolean {
  if (operator === ":") return value === "null" ? found === undefined : String(found ?? "") === value;
  if (typeof found !== "number") return false;
  const limit = Number(value);
  if (operator === "<") return found < limit;
  if (operator === "<=") return found <= limit;
  return operator === ">" ? found > limit : found >= limit;
}

function invalidQuery(message: string) {
  return invalidRequest(message, { param: "query" });
}
