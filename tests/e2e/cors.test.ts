import { describe, expect, test } from "vitest";
import { limitOn } from "../../local/engine/engine-limits.ts";
import { cloud, token } from "./api.ts";
import { raw } from "./raw.ts";
import { aProduct } from "./shop.ts";

const Origin = "https://shop.example";

/** The headers that a page may read beside the safelisted ones (Fetch, 3.3.3). */
function exposed(response: Response): string[] {
  return (response.headers.get("access-control-expose-headers") ?? "").toLowerCase().split(/, */);
}

describe("preflight request", () => {
  test.each([
    ["POST", "/orders"],
    ["PUT", "/products/MUG-BLUE-350"],
    ["PATCH", "/products/MUG-BLUE-350"],
    ["DELETE", "/products/MUG-BLUE-350"],
    ["GET", "/nothing"],
  ])("for %s %s with a token, a key and a version: allowed", async (method, path) => {
    const asked = ["authorization", "content-type", "idempotency-key", "if-match"];

    const response = await raw(path, {
      method: "OPTIONS",
      headers: {
        Origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": asked.join(","),
      },
    });

    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-methods")).toContain(method);
    expect((response.headers.get("access-control-allow-headers") ?? "").toLowerCase().split(/, */)).toEqual(asked);
    expect(Number(response.headers.get("access-control-max-age"))).toBeGreaterThan(0);
  });
});

describe("page of another origin reads", () => {
  test("an answer with its ETag, its request id and Idempotent-Replayed", async () => {
    const sku = await aProduct();
    const Authorization = `Bearer ${await token("customer", "alice")}`;

    const response = await raw(`/products/${sku}`, { headers: { Origin, Authorization } });

    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(exposed(response)).toEqual(expect.arrayContaining(["etag", "x-request-id", "idempotent-replayed"]));
  });

  test.each([
    ["a 401", "/products", 401],
    ["a 404", "/nothing", 404],
    ["a 404 of the root", "/", 404],
  ])("%s", async (_, path, status) => {
    const response = await raw(path, { headers: { Origin } });

    expect(response.status).toBe(status);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(exposed(response)).toEqual(expect.arrayContaining(["x-request-id", "retry-after"]));
  });

  test("an error that the gateway makes", async ({ skip }) => {
    const limit = limitOn(cloud.kind, "gatewayErrors");
    skip(limit !== undefined, `${cloud.engine}: ${limit}`);

    const response = await raw("/products", { method: "PROPFIND", headers: { Origin } });

    expect(response.status).toBe(404);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(exposed(response)).toEqual(["x-request-id", "retry-after"]);
  });
});
