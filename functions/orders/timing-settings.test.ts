import { afterEach, expect, test, vi } from "vitest";
import { timing } from "./timing-settings.ts";

afterEach(() => void vi.unstubAllEnvs());

test("defaults: fifteen minutes to authorize, two until the sweeper ships", () => {
  expect(timing()).toEqual({ authorizeWithin: 900, shipWithin: 120, resumeAfter: 30 });
  vi.stubEnv("AUTHORIZE_WITHIN_SECONDS", "12");
  vi.stubEnv("SHIP_WITHIN_SECONDS", "5");
  expect(timing()).toMatchObject({ authorizeWithin: 12, shipWithin: 5 });
});
