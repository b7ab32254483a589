import { describe, expect, test } from "vitest";
import * as z from "zod";
import { cloud } from "./api.ts";
import { openapiDocument } from "./contract.ts";
import { raw } from "./raw.ts";

const Document = z.looseObject({ servers: z.tuple([z.looseObject({ url: z.string() })]) });

test("health check: reads the table, 200", async () => {
  const response = await raw("/health");

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "ok" });
});

test("GET /openapi.json: openapi.yaml, with the server that it was read from", async () => {
  const response = await raw("/openapi.json");
  const document = Document.parse(await response.json());

  const [server] = document.servers;
  expect(new URL(server.url, response.url).href).toBe(`${cloud.apiUrl}/`);
  expect(document).toEqual({ ...openapiDocument, servers: [server] });
});

/** The URLs of the files that a page loads. */
async function filesOf(page: Response): Promise<URL[]> {
  const html = await page.text();
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);
  return addresses.filter((address) => !address.startsWith("data:")).map((address) => new URL(address, page.url));
}

describe("documentation page", () => {
  test("loads its files, all of them from the API", async () => {
    const page = await raw("/docs");
    const files = await filesOf(page.clone());

    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(file.origin).toBe(new URL(page.url).origin);
      const path = file.pathname.split("/v1").pop() ?? "";
      const response = await raw(path);
      expect(response.status, path).toBe(200);
      expect(response.headers.get("content-type")).toMatch(path.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
      expect((await response.text()).length, path).toBeGreaterThan(0);
    }
  });

  test("may send the requests that are tried on it: the document's server is the page's own origin", async () => {
    const [page, response] = [await raw("/docs"), await raw("/openapi.json")];
    const [server] = Document.parse(await response.json()).servers;

    expect(new URL(server.url, response.url).origin).toBe(new URL(page.url).origin);
    expect(page.headers.get("content-security-policy")).toMatch(/connect-src 'self'(?:;|$)/);
  });

  test("forbids scripts of other origins, inline scripts and content sniffing", async () => {
    const { headers } = await raw("/docs");

    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'self'(?:;|$)/);
    expect(policy).not.toMatch(/unsafe-eval/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each(["/docs/no-such-file.js", "/docs/openapi.json", "/docs/..%2findex.mjs"])("%s: 404", async (path) => {
    expect((await raw(path)).status).toBe(404);
  });
});
