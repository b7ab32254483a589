import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Operation } from "../../functions/platform/http/operation.ts";
import type { Role } from "../../functions/platform/values/caller.ts";
import { apiFunctions } from "../../functions/registry/api-functions.ts";
import { isDeployedWith } from "../../functions/registry/functions.ts";
import { roles } from "../../local/issuer.ts";
import { token } from "./api.ts";
import { refusedTokens } from "./forged-tokens.ts";
import { aShop, type OperationCase, operationCases, type Shop, stateOf } from "./operation-cases.ts";
import { problemIn, raw } from "./raw.ts";

/** Those of the stack under test, whose payment provider is the sandbox. */
const slices = apiFunctions.filter((slice) => isDeployedWith("sandbox", slice));
const operations = slices.flatMap((slice) =>
  Object.entries(slice.operations).map(([operationId, operation]) => ({
    operationId,
    operation,
    allow: operation.allow,
  })),
);

test("public operations: health, the OpenAPI document and its page", () => {
  const open = operations.filter(({ allow }) => allow === "public").map(({ operationId }) => operationId);

  expect(open.sort()).toEqual(["getDocs", "getDocsAsset", "getHealth", "getOpenapi"]);
});

test("every operation has its case, which says what customers are answered if they may call", () => {
  const stated = Object.entries(operationCases).map(([operationId, { customers }]) => [
    operationId,
    Boolean(customers),
  ]);
  const allowed = operations.map(({ operationId, allow }) => [
    operationId,
    allow === "public" || allow.customer !== undefined,
  ]);

  expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(allowed));
});

const shopForReading = aShop();
const emptyCase: OperationCase = { request: () => ({}) };

describe.each(operations)("$operationId", ({ operationId, operation, allow }) => {
  const { request, customers, shop: ownShop } = operationCases[operationId] ?? emptyCase;
  const successes = Object.keys(operation.answers).map(Number);
  let shop: Shop;
  beforeAll(async () => {
    shop = await (ownShop?.() ?? (operation.method === "GET" ? shopForReading : aShop()));
  });

  /** Sends the operation's request. */
  async function call(bearer?: string): Promise<Response> {
    const { path = {}, body } = await request(shop);
    const resource = operation.resource.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(path[name] ?? ""),
    );
    return raw(resource, { method: operation.method, headers: headersFor(operation, bearer), ...bodyOf(body) });
  }

  if (allow === "public") {
    test.each(["nothing", "a token", "a refused token"])("sent with %s: 200", async (what) => {
      const bearer = { "a token": token, "a refused token": refusedTokens["has expired"] }[what];

      expect((await call(await bearer?.("customer", "alice"))).status).toBe(200);
    });
    return;
  }

  const may = roles.filter((role) => allow[role] !== undefined);
  const mayNot = roles.filter((role) => allow[role] === undefined);
  const [trusted] = may;
  if (!trusted) throw new Error(`Nobody may call ${operationId}.`);
  /** A caller who may make the request, but for what the test changes. */
  const trustedSubject = () => (trusted === "customer" ? shop.owner.name : "sam");

  describe("refused, and nothing is changed", () => {
    async function expectRefusal(response: Response, status: number, code?: string): Promise<void> {
      expect(response.status).toBe(status);
      expect(await problemIn(response)).toMatchObject({ status, ...(code && { code }) });
    }

    test("no token, and every token that is not valid: 401", async () => {
      const before = await stateOf(shop);

      await expectRefusal(await call(), 401, "unauthenticated");
      for (const makeToken of Object.values(refusedTokens)) {
        await expectRefusal(await call(await makeToken(trusted, trustedSubject())), 401, "unauthenticated");
      }

      expect(await stateOf(shop)).toEqual(before);
    });

    test.each<[what: string, role: readonly string[] | undefined]>([
      ["no role", undefined],
      ["two roles", ["customer", "staff"]],
      ...(may.length > 1 ? [["every role that may call", may] satisfies [string, readonly string[]]] : []),
    ])("token with %s: 403", async (_, role) => {
      const before = await stateOf(shop);

      const response = await call(await token(trusted, trustedSubject(), { claims: { role } }));

      await expectRefusal(response, 403, "forbidden");
      expect(await stateOf(shop)).toEqual(before);
    });

    test.each(mayNot)("role %s: 403", async (role) => {
      const before = await stateOf(shop);

      const response = await call(await token(role, role === "customer" ? shop.owner.name : "sam"));

      await expectRefusal(response, 403, "forbidden");
      expect(await stateOf(shop)).toEqual(before);
    });

    if (customers && customers.other >= 400) {
      test(`another customer: ${customers.other}`, async () => {
        const before = await stateOf(shop);

        await expectRefusal(await call(shop.other.bearer), customers.other);
        expect(await stateOf(shop)).toEqual(before);
      });
    }
  });

  if (customers && customers.other < 400) {
    test(`another customer: ${customers.other}, with nothing of the owner's`, async () => {
      const response = await call(shop.other.bearer);

      expect(response.status).toBe(customers.other);
      expect(await response.text()).not.toMatch(new RegExp(`${shop.orderId}|${shop.owner.name}`));
    });
  }

  if (customers) {
    test(`its owner: ${customers.owner}`, async () => {
      const { status } = await call(shop.owner.bearer);

      expect(status === 202 ? successes : [customers.owner]).toContain(status);
    });
  }

  const shopRoles = may.filter((role): role is Exclude<Role, "customer"> => role !== "customer");
  if (shopRoles.length > 0) {
    test.each(shopRoles)(`role %s: ${successes.join(" or ")}`, async (role) => {
      expect(successes).toContain((await call(await token(role, "sam"))).status);
    });
  }
});

function headersFor({ body, needsIdempotencyKey }: Operation, bearer: string | undefined): Record<string, string> {
  return {
    ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    ...(body && { "Content-Type": "application/json" }),
    ...(needsIdempotencyKey && { "Idempotency-Key": randomUUID() }),
  };
}

function bodyOf(body: unknown): RequestInit {
  return body === undefined ? {} : { body: JSON.stringify(body) };
}
