import { describe, expect, test } from "vitest";
import { type Role, roles } from "../../local/issuer.ts";
import { token } from "./api.ts";
import { operationsByPath } from "./contract.ts";
import { problemIn, raw } from "./raw.ts";

const operations = Object.entries(operationsByPath).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method.toUpperCase(),
    operationId: operation.operationId,
    allow: operation["x-allow"],
  })),
);
const publicOperations = ["getHealth", "getOpenapi", "getDocs", "getDocsAsset"];

/** Parameters of resources that do not exist, so that an accepted request changes nothing. */
const parameters: Readonly<Record<string, string>> = {
  sku: "NO-SUCH-PRODUCT",
  orderId: `ord_${"0".repeat(32)}`,
  customerId: "nobody-else",
  number: "1",
  asset: "start.js",
};

/** A request that only its caller's role can forbid; an operation that needs a body refuses it afterwards. */
async function call(method: string, path: string, bearer?: string): Promise<Response> {
  const headers = bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
  return raw(
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? name),
    { method, headers },
  );
}

test("public operations: health, the OpenAPI document and its page", () => {
  const open = operations.filter(({ allow }) => allow === undefined).map(({ operationId }) => operationId);

  expect(open.sort()).toEqual(publicOperations.sort());
});

describe.each(operations)("$method $path", ({ method, path, allow }) => {
  test(`without a token: ${allow ? "401" : "200"}`, async () => {
    const { status } = await call(method, path);

    expect(status === 401).toBe(allow !== undefined);
    if (!allow) expect(status).toBe(200);
  });

  const may = (role: Role) => allow === undefined || allow[role] !== undefined;
  test.each(roles.filter(may))("role %s: allowed", async (role) => {
    const { status } = await call(method, path, await token(role, "nobody-else"));

    expect([401, 403]).not.toContain(status);
  });

  const mayNot = roles.filter((role) => !may(role));
  if (mayNot.length > 0) {
    test.each(mayNot)("role %s: 403", async (role) => {
      const response = await call(method, path, await token(role, "nobody-else"));

      expect(response.status).toBe(403);
      expect(await problemIn(response)).toMatchObject({ code: "forbidden" });
    });
  }
});
