import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { token } from "./api.ts";
import { pathsIn, problemIn, raw } from "./raw.ts";
import { orderOf, unique } from "./shop.ts";

const customer = `Bearer ${await token("customer", "careless")}`;
const order = orderOf("NO-SUCH-PRODUCT", 1);

/** Posts a body as an order, without the headers that are undefined. */
function post(body: string | Uint8Array, headers: Record<string, string | undefined> = {}): Promise<Response> {
  const all = {
    Authorization: customer,
    "Content-Type": "application/json",
    "Idempotency-Key": randomUUID(),
    ...headers,
  };
  const sent = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return raw("/orders", { method: "POST", headers: sent.map(([name, value]) => [name, value]), body });
}

function get(path: string): Promise<Response> {
  return raw(path, { headers: { Authorization: customer } });
}

describe("body that is not JSON: 400 malformed_json", () => {
  test.each([
    ["cut off", JSON.stringify(order).slice(0, -1)],
    ["empty", ""],
    ["single quotes", "{'single': 'quotes'}"],
    ["a byte order mark at its start", `\uFEFF${JSON.stringify(order)}`],
    ["a number out of range", JSON.stringify(order).replace('"quantity":1', '"quantity":1e400')],
    ["a lone surrogate", JSON.stringify(order).replace("Alice", "\\ud83d")],
    ["30,000 nested arrays", "[".repeat(30_000) + "]".repeat(30_000)],
  ])("%s", async (_, body) => {
    const response = await post(body);

    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "malformed_json" });
  });
});

describe("body that breaks the schema: 400 that names each invalid field", () => {
  const [item] = order.items;
  test.each([
    ["an unknown field", { ...order, coupon: "X" }, ["coupon"]],
    ["an unknown field of a line", { ...order, items: [{ ...item, price: 1 }] }, ["items.0.price"]],
    ["a negative quantity", { ...order, items: [{ ...item, quantity: -1 }] }, ["items.0.quantity"]],
    ["a quantity of 0", { ...order, items: [{ ...item, quantity: 0 }] }, ["items.0.quantity"]],
    ["a fraction of a unit", { ...order, items: [{ ...item, quantity: 0.5 }] }, ["items.0.quantity"]],
    ["a quantity as string", { ...order, items: [{ ...item, quantity: "1" }] }, ["items.0.quantity"]],
    ["a quantity that is too large", { ...order, items: [{ ...item, quantity: 1e300 }] }, ["items.0.quantity"]],
    ["an empty list of lines", { ...order, items: [] }, ["items"]],
    [
      "31 lines",
      { ...order, items: Array.from({ length: 31 }, (_, n) => ({ sku: `SKU-${n}`, quantity: 1 })) },
      ["items"],
    ],
    ["a line that is null", { ...order, items: [null] }, ["items.0"]],
    ["no address", { ...order, shippingAddress: undefined }, ["shippingAddress"]],
    [
      "a country name instead of its code",
      { ...order, shippingAddress: { ...order.shippingAddress, country: "Germany" } },
      ["shippingAddress.country"],
    ],
    [
      "a country that does not exist",
      { ...order, shippingAddress: { ...order.shippingAddress, country: "ZZ" } },
      ["shippingAddress.country"],
    ],
    [
      "four invalid fields",
      { items: [{ sku: "mug", quantity: 0 }] },
      ["items.0.quantity", "items.0.sku", "paymentMethod", "shippingAddress"],
    ],
    ["a list", [order], [""]],
    ["null", null, [""]],
  ])("%s", async (_, body, paths) => {
    const response = await post(JSON.stringify(body));

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(expect.arrayContaining(paths));
  });

  test("field named __proto__: 400, an unknown field", async () => {
    const response = await post(JSON.stringify(order).replace('"quantity"', '"__proto__":{"quantity":7},"quantity"'));

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(["items.0.__proto__"]);
  });

  test("its detail is a sentence, and lists at most 50 errors", async () => {
    const one = await problemIn(await post(JSON.stringify({ ...order, items: [{ sku: "A", quantity: -1 }] })));
    const junk = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`junk${index}`, 1]));
    const many = await problemIn(await post(JSON.stringify({ ...order, ...junk })));

    expect(one.detail).toBe("The body is not valid: items.0.quantity must be at least 1.");
    expect(many.errors).toHaveLength(50);
    expect(many.detail).toMatch(/junk0 is unknown; .*; and 1995 more\.$/);
  });
});

test("body that is not UTF-8: 400, no character is replaced", async () => {
  const [before = "", after = ""] = JSON.stringify(order).split("Alice");
  const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(after)]);

  const response = await post(body);

  expect(response.status).toBe(400);
  expect(await problemIn(response)).toMatchObject({ code: "malformed_json", detail: expect.stringContaining("UTF-8") });
});

test("body in another charset: 415 that names it", async () => {
  const latin1 = Buffer.from(JSON.stringify(order).replace("Alice", "Zoë"), "latin1");

  const response = await post(latin1, { "Content-Type": "application/json; charset=iso-8859-1" });

  expect(response.status).toBe(415);
  expect((await problemIn(response)).detail).toContain("iso-8859-1");
});

describe("control and invisible characters in a text: 400 that names the field", () => {
  const { shippingAddress } = order;
  test.each([
    ["NUL in the name", { ...shippingAddress, name: "Ali\u0000ce" }, "shippingAddress.name"],
    ["escape in a line", { ...shippingAddress, line1: "\u001b[31mHauptstr. 1" }, "shippingAddress.line1"],
    ["a text direction override in the city", { ...shippingAddress, city: "\u202enilreB" }, "shippingAddress.city"],
    ["a name of one space", { ...shippingAddress, name: " " }, "shippingAddress.name"],
  ])("%s", async (_, address, path) => {
    const response = await post(JSON.stringify({ ...order, shippingAddress: address }));

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual([path]);
  });

  test("NUL in the name of a product", async () => {
    const product = { sku: unique("NUL").toUpperCase(), name: "M\u0000g", price: { amount: 1, currency: "EUR" } };
    const response = await raw("/products", {
      method: "POST",
      headers: { Authorization: `Bearer ${await token("staff", "sam")}`, "Content-Type": "application/json" },
      body: JSON.stringify(product),
    });

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(["name"]);
  });
});

describe("card number: 400 that does not repeat it", () => {
  test.each([
    ["as payment method", { ...order, paymentMethod: "4111111111111111" }, "paymentMethod"],
    [
      "in an address",
      { ...order, shippingAddress: { ...order.shippingAddress, line2: "Visa 4111-1111-1111-1111" } },
      "shippingAddress.line2",
    ],
  ])("%s", async (_, body, path) => {
    const response = await post(JSON.stringify(body));
    const text = await response.clone().text();

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual([path]);
    expect(text).not.toMatch(/4111/);
  });
});

describe("Idempotency-Key", () => {
  test.each([
    ["is missing", undefined, "idempotency_key_missing"],
    ["is empty", "", "idempotency_key_missing"],
    ["has 256 characters", "k".repeat(256), "invalid_request"],
    ["has a character that is not printable ASCII", "ké", "invalid_request"],
  ])("that %s: 400", async (_, key, code) => {
    const response = await post(JSON.stringify(order), { "Idempotency-Key": key });

    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code });
  });

  test("of 255 characters: accepted", async () => {
    expect((await post(JSON.stringify(order), { "Idempotency-Key": "k".repeat(255) })).status).toBe(422);
  });
});

describe("Content-Type", () => {
  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/octet-stream"])(
    "%s: 415 that names it",
    async (contentType) => {
      const response = await post(JSON.stringify(order), { "Content-Type": contentType });

      expect(response.status).toBe(415);
      expect((await problemIn(response)).detail).toContain(contentType);
    },
  );

  test.each(["application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json"])(
    "%s: accepted as JSON",
    async (contentType) => {
      expect((await post(JSON.stringify(order), { "Content-Type": contentType })).status).toBe(422);
    },
  );
});

test("body of 1 MB: 413", async () => {
  const response = await post(JSON.stringify({ ...order, paymentMethod: "x".repeat(1024 * 1024) }));

  expect(response.status).toBe(413);
  expect(await problemIn(response)).toMatchObject({ code: "body_too_large" });
});

describe("unknown path: 404", () => {
  test.each(["/", "/nothing", "/orders/a/b/c", "/products/%2e%2e%2f%2e%2e", "/%00", "/__proto__"])(
    "%s",
    async (path) => {
      const response = await get(path);

      expect(response.status).toBe(404);
      expect(await problemIn(response)).toMatchObject({ code: "not_found" });
    },
  );
});

describe("unsupported method: 405 with the supported ones in Allow", () => {
  test.each([
    ["PUT", "/orders", "GET, POST, OPTIONS"],
    ["DELETE", "/orders", "GET, POST, OPTIONS"],
    ["HEAD", "/orders", "GET, POST, OPTIONS"],
    ["POST", "/products/MUG", "DELETE, GET, PATCH, PUT, OPTIONS"],
    ["PATCH", "/customers/alice/orders", "GET, OPTIONS"],
    ["DELETE", "/health", "GET, OPTIONS"],
  ])("%s %s", async (method, path, allow) => {
    const response = await raw(path, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe(allow);
    if (method !== "HEAD") expect(await problemIn(response)).toMatchObject({ code: "method_not_allowed" });
  });
});

describe("invalid id in the path: 404", () => {
  test.each([
    "/products/lower-case",
    "/products/%00",
    "/products/%zz",
    "/products/%E0%A4%A",
    "/products/__proto__",
    `/products/${"A".repeat(65)}`,
    "/orders/ord_short",
    "/orders/constructor",
    "/payments/%F0%9F%A6%86",
    "/shipments/ord_",
    "/customers/%ff/orders",
  ])("%s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe("invalid query parameter: 400 that names it", () => {
  test.each([
    ["/products?limit=0", "limit"],
    ["/products?limit=101", "limit"],
    ["/products?limit=abc", "limit"],
    ["/products?limit=1e1", "limit"],
    ["/products?limit=", "limit"],
    ["/products?limit=1&limit=2", "limit"],
    ["/products?offset=10", "offset"],
    ["/products?__proto__=1", "__proto__"],
    ["/products?status=GONE", "status"],
    ["/products?cursor=%00", "cursor"],
    ["/products?cursor=%E0%A4%A", "cursor"],
    ["/products/MUG?fields=name", "fields"],
  ])("%s", async (path, parameter) => {
    const response = await get(path);

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual([parameter]);
  });
});

test("If-Match that is not an ETag: 400 that names the header", async () => {
  const response = await raw("/products/NO-SUCH-PRODUCT", {
    method: "DELETE",
    headers: { Authorization: `Bearer ${await token("staff", "sam")}`, "If-Match": "3" },
  });

  expect(response.status).toBe(400);
  expect(await pathsIn(response)).toEqual(["headers.If-Match"]);
});
