import { afterEach, expect, test, vi } from "vitest";
import { listSetting, numberSetting, setting, settingOr } from "./settings.ts";

afterEach(() => void vi.unstubAllEnvs());

function given(value: string | undefined): void {
  vi.stubEnv("WAYBILL_TEST", value);
}

test("setting is set: returned", () => {
  given("some text");
  expect(setting("WAYBILL_TEST")).toBe("some text");
  expect(settingOr("WAYBILL_TEST", "other")).toBe("some text");
});

test.each([undefined, ""])("a setting that is %j is missing, and the error names it", (value) => {
  given(value);
  expect(() => setting("WAYBILL_TEST")).toThrow("The environment variable WAYBILL_TEST is missing or empty.");
  expect(settingOr("WAYBILL_TEST", "other")).toBe("other");
  expect(numberSetting("WAYBILL_TEST", 7)).toBe(7);
  expect(listSetting("WAYBILL_TEST")).toBeUndefined();
});

test("list with commas: its entries, in order", () => {
  given("EUR,USD");
  expect(listSetting("WAYBILL_TEST")).toEqual(["EUR", "USD"]);
});

test.each([
  ["0", 0],
  ["900", 900],
])("the number %s is read", (text, expected) => {
  given(text);
  expect(numberSetting("WAYBILL_TEST", 7)).toBe(expected);
});

test.each(["-1", "1.5", "soon", "Infinity", "NaN", "9007199254740993", "5s"])(
  "the number %s is refused, naming the setting and its value",
  (text) => {
    given(text);
    expect(() => numberSetting("WAYBILL_TEST", 7)).toThrow(
      `The environment variable WAYBILL_TEST must be a whole number, 0 or more, and is "${text}".`,
    );
  },
);

test("number below the minimum: refused", () => {
  given("0");
  expect(() => numberSetting("WAYBILL_TEST", 7, 1)).toThrow('must be a whole number, 1 or more, and is "0"');
});
