import { expect, test } from "vitest";
import { assetType } from "./assets.ts";

test.each([
  ["swagger-ui.css", "text/css; charset=utf-8"],
  ["swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
])("%s is served as %s", (name, type) => {
  expect(assetType(name)).toBe(type);
});
