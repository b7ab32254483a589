import { expect, test } from "vitest";
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

test("requests that are tried on the page go to its own origin", () => {
  const [, pattern = ""] = /replace\(\/(.+)\/, ""\)/.exec(startScript) ?? [];
  const here = new URL(".", "https://api.example/v1/docs").href.replace(new RegExp(pattern), "");

  expect(here).toBe("https://api.example/v1");
});
