import { expect, test } from "vitest";
import { assetType } from "./assets.ts";

test.each([
  ["swagger-ui.css", "text/css"],
  ["swagger-ui-bundle.js", "text/javascript"],
])("%s is served as %s", (name, type) => {
  expect(assetType(name)).toBe(type);
});
