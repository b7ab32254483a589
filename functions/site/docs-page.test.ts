import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { docsPage, docsPagePolicy, START_SCRIPT, startScript } from "./docs-page.ts";

const html = docsPage();

test("all addresses in the page are relative to it", () => {
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);

  expect(addresses).toContain(`docs/${START_SCRIPT}`);
  for (const address of addresses) expect(address).toMatch(/^(?:docs\/[a-z.-]+|data:,)$/);
});

test("the page has no inline script, style or handler, which its policy forbids", () => {
  expect(docsPagePolicy).not.toContain("unsafe-");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  for (const [, inner] of html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)) expect(inner).toBe("");
});

test("requests that are tried on the page go to the server that the document was read from", async () => {
  const answer = { url: "https://api.example/v1/openapi.json", json: async () => ({ servers: [{ url: "." }] }) };
  const show = vi.fn();

  await runScript(startScript, { fetch: async () => answer, SwaggerUIBundle: show });

  expect(show.mock.lastCall?.[0]).toMatchObject({ spec: { servers: [{ url: "https://api.example/v1" }] } });
});

/** Runs a page's script, which may await, with these globals. */
function runScript(script: string, globals: object): Promise<unknown> {
  return runInNewContext(`(async () => {${script}})()`, { URL, ...globals });
}
