import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { parseFields } from "../../platform/http/parse-fields.ts";
import { MAX_AMOUNT } from "../../platform/values/money.ts";
import { EMAIL, newItemFields, newOrderFields } from "./order-input.ts";

const NewOrderFields = z.strictObject({ ...newOrderFields, items: z.optional(z.array(z.strictObject(newItemFields))) });

const euros = (amount: number) => ({ amount, currency: "EUR" });
const charge = { kind: "shipping", name: "Standard shipping", amount: euros(490), taxRate: 1_900 };
const discount = { name: "Voucher", amount: euros(500) };
const address = { name: "Alice Example", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" };
const card = "must not hold a card number: send the token that the payment provider gave for the card";
const notReadable = "must be readable text: not blank, without control characters or text direction controls";
const notAnEmail = "must be an e-mail address, like alice@example.com";
const key = "must have a key of 1 to 40 letters, digits and _ . : -, starting with a letter or digit";

function errorsOf(body: unknown) {
  const problem = problemThrownBy(() => parseFields(NewOrderFields, body, "The body"));
  expect(problem.code).toBe("invalid_request");
  expect(problem.problem.status).toBe(400);
  return problem.errors;
}

function entries(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, "x"]));
}

test("the pattern of an e-mail address is that of zod", () => {
  expect(EMAIL.source).toBe(z.regexes.email.source.replaceAll("\\-", "-"));
});

test("no field is required", () => {
  expect(parseFields(NewOrderFields, {}, "The body")).toEqual({});
});

test("all fields: taken as they are", () => {
  const body = {
    items: [{ unitPrice: euros(0), taxRate: 700 }, {}],
    charges: [charge, { kind: "fee", name: "Gift wrap", amount: euros(0) }],
    discounts: [discount],
    email: "alice@example.com",
    billingAddress: address,
    reference: "PO-4711",
    metadata: { channel: "marketplace", note: "two\nlines", empty: "" },
    expectedTotal: euros(1_280),
    onShortage: "cancelLine",
    captureAt: "eachShipment",
    paymentHoldSeconds: 2_592_000,
    customerMayCancelUntil: "PACKED",
    returnWithinDays: 0,
  };
  expect(parseFields(NewOrderFields, body, "The body")).toEqual(body);
});

test.each<[string, unknown]>([
  ["10 charges", { charges: Array.from({ length: 10 }, () => charge) }],
  ["10 discounts", { discounts: Array.from({ length: 10 }, () => discount) }],
  ["no charges and no discounts", { charges: [], discounts: [] }],
  ["a name of 100 characters", { discounts: [{ ...discount, name: "é".repeat(100) }] }],
  ["the largest amount", { charges: [{ ...charge, amount: euros(MAX_AMOUNT) }] }],
  ["an address with a tag", { email: "Alice.O'Neil+shop@mail.example.co" }],
  ["an address of 254 characters", { email: `${"a".repeat(242)}@example.com` }],
  ["a reference of 100 characters", { reference: "👍".repeat(100) }],
  ["no metadata", { metadata: {} }],
  ["20 entries", { metadata: entries(20) }],
  ["a key of 40 characters", { metadata: { ["k".repeat(40)]: "x" } }],
  ["2 KB of metadata", { metadata: { k: "a".repeat(2_047) } }],
  ["an expected total of 0", { expectedTotal: euros(0) }],
  ["no hold", { paymentHoldSeconds: 0 }],
  ["a free item", { items: [{ unitPrice: euros(0), taxRate: 0 }] }],
])("%s: accepted", (_, body) => {
  expect(parseFields(NewOrderFields, body, "The body")).toEqual(body);
});

test("metadata with the key __proto__: the key is left out, and nobody's prototype is changed", () => {
  const body: unknown = JSON.parse('{"metadata":{"__proto__":"x","a":"b"}}');
  const { metadata } = parseFields(NewOrderFields, body, "The body");
  expect(Object.entries(metadata ?? {})).toEqual([["a", "b"]]);
  expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
});

describe("wrong values: 400 at the exact path", () => {
  test.each<[unknown, string, string]>([
    [{ charges: charge }, "charges", "must be a list"],
    [{ charges: Array.from({ length: 11 }, () => charge) }, "charges", "must have at most 10 entries"],
    [{ charges: [charge, "x"] }, "charges.1", "must be an object"],
    [{ charges: [{ ...charge, kind: "tax" }] }, "charges.0.kind", "must be shipping or fee"],
    [{ charges: [{ ...charge, kind: undefined }] }, "charges.0.kind", "is missing"],
    [{ charges: [{ ...charge, name: " " }] }, "charges.0.name", notReadable],
    [{ charges: [{ ...charge, name: "n".repeat(101) }] }, "charges.0.name", "must have at most 100 characters"],
    [{ charges: [{ ...charge, name: "4111 1111 1111 1111" }] }, "charges.0.name", card],
    [{ charges: [{ ...charge, amount: 490 }] }, "charges.0.amount", "must be an object"],
    [{ charges: [{ ...charge, amount: euros(-1) }] }, "charges.0.amount.amount", "must be at least 0"],
    [{ charges: [{ ...charge, amount: euros(4.9) }] }, "charges.0.amount.amount", "must be a whole number"],
    [
      { charges: [{ ...charge, amount: euros(MAX_AMOUNT + 1) }] },
      "charges.0.amount.amount",
      "must be at most 1000000000",
    ],
    [
      { charges: [{ ...charge, amount: { amount: 1, currency: "eur" } }] },
      "charges.0.amount.currency",
      "must be an ISO 4217 code in capitals, like EUR",
    ],
    [{ charges: [{ ...charge, taxRate: 10_001 }] }, "charges.0.taxRate", "must be at most 10000"],
    [{ charges: [{ ...charge, taxRate: "19 %" }] }, "charges.0.taxRate", "must be a number"],
    [{ charges: [{ ...charge, net: 1 }] }, "charges.0.net", "is unknown"],

    [{ discounts: null }, "discounts", "must be a list"],
    [{ discounts: Array.from({ length: 11 }, () => discount) }, "discounts", "must have at most 10 entries"],
    [{ discounts: [{ amount: euros(1) }] }, "discounts.0.name", "is missing"],
    [{ discounts: [{ ...discount, name: "a\u202eb" }] }, "discounts.0.name", notReadable],
    [{ discounts: [{ ...discount, amount: euros(-500) }] }, "discounts.0.amount.amount", "must be at least 0"],
    [{ discounts: [{ ...discount, amount: undefined }] }, "discounts.0.amount", "is missing"],
    [{ discounts: [{ ...discount, percent: 10 }] }, "discounts.0.percent", "is unknown"],

    [{ email: 7 }, "email", "must be a text"],
    [{ email: "" }, "email", notAnEmail],
    [{ email: "alice" }, "email", notAnEmail],
    [{ email: "alice@localhost" }, "email", notAnEmail],
    [{ email: "alice@example..com" }, "email", notAnEmail],
    [{ email: "Alice <alice@example.com>" }, "email", notAnEmail],
    [{ email: "alice@example.com\nBcc: bob@example.com" }, "email", notAnEmail],
    [{ email: "alice@example.com\n" }, "email", notAnEmail],
    [{ email: "al\u202eice@example.com" }, "email", notAnEmail],
    [{ email: `${"a".repeat(243)}@example.com` }, "email", "must have at most 254 characters"],
    [{ email: "4111111111111111@example.com" }, "email", card],

    [{ billingAddress: "Hauptstr. 1" }, "billingAddress", "must be an object"],
    [{ billingAddress: { ...address, city: undefined } }, "billingAddress.city", "is missing"],
    [
      { billingAddress: { ...address, country: "ZZ" } },
      "billingAddress.country",
      "must be the ISO 3166-1 alpha-2 code of a country, in capitals, like DE",
    ],
    [{ billingAddress: { ...address, vatId: "DE1" } }, "billingAddress.vatId", "is unknown"],

    [{ reference: 4_711 }, "reference", "must be a text"],
    [{ reference: "" }, "reference", notReadable],
    [{ reference: "a\nb" }, "reference", notReadable],
    [{ reference: "r".repeat(101) }, "reference", "must have at most 100 characters"],
    [{ reference: "4111-1111-1111-1111" }, "reference", card],

    [{ metadata: "x" }, "metadata", "must be an object"],
    [{ metadata: ["x"] }, "metadata", "must be an object"],
    [{ metadata: null }, "metadata", "must be an object"],
    [{ metadata: { count: 1 } }, "metadata.count", "must be a text"],
    [{ metadata: { nested: {} } }, "metadata.nested", "must be a text"],
    [{ metadata: { gone: null } }, "metadata.gone", "must be a text"],
    [{ metadata: { text: "a\u0000b" } }, "metadata.text", notReadable],
    [{ metadata: { text: "4111111111111111" } }, "metadata.text", card],
    [{ metadata: { "4111111111111111": "x" } }, "metadata", card],
    [{ metadata: { "": "x" } }, "metadata.", key],
    [{ metadata: { "two words": "x" } }, "metadata.two words", key],
    [{ metadata: { _id: "x" } }, "metadata._id", key],
    [{ metadata: { ["k".repeat(41)]: "x" } }, `metadata.${"k".repeat(41)}`, key],
    [{ metadata: entries(21) }, "metadata", "must have at most 20 entries"],

    [{ expectedTotal: 1_280 }, "expectedTotal", "must be an object"],
    [{ expectedTotal: euros(-1) }, "expectedTotal.amount", "must be at least 0"],
    [{ expectedTotal: { amount: 1 } }, "expectedTotal.currency", "is missing"],

    [{ onShortage: "wait" }, "onShortage", "must be fail or cancelLine or backorder"],
    [{ onShortage: true }, "onShortage", "must be fail or cancelLine or backorder"],
    [{ captureAt: "delivery" }, "captureAt", "must be placement or firstShipment or eachShipment"],
    [{ customerMayCancelUntil: "DELIVERED" }, "customerMayCancelUntil", "must be PENDING or PACKED or SHIPPED"],
    [{ returnWithinDays: 3_651 }, "returnWithinDays", "must be at most 3650"],
    [{ returnWithinDays: "30" }, "returnWithinDays", "must be a number"],
    [{ customerMayCancelUntil: "packed" }, "customerMayCancelUntil", "must be PENDING or PACKED or SHIPPED"],
    [{ paymentHoldSeconds: -1 }, "paymentHoldSeconds", "must be at least 0"],
    [{ paymentHoldSeconds: 2_592_001 }, "paymentHoldSeconds", "must be at most 2592000"],
    [{ paymentHoldSeconds: 0.5 }, "paymentHoldSeconds", "must be a whole number"],
    [{ paymentHoldSeconds: "60" }, "paymentHoldSeconds", "must be a number"],

    [{ items: [{ unitPrice: 1_290 }] }, "items.0.unitPrice", "must be an object"],
    [{ items: [{}, { unitPrice: euros(-1) }] }, "items.1.unitPrice.amount", "must be at least 0"],
    [{ items: [{ taxRate: -1 }] }, "items.0.taxRate", "must be at least 0"],
    [{ items: [{ taxRate: 19.5 }] }, "items.0.taxRate", "must be a whole number"],
    [{ items: [{ price: euros(1) }] }, "items.0.price", "is unknown"],
  ])("%j", (body, path, message) => {
    expect(errorsOf(body)).toEqual([{ path, message }]);
  });
});

test.each([
  ["one long text", { k: "a".repeat(2_048) }],
  ["two texts of two bytes a character", { a: "é".repeat(512), b: "é".repeat(512) }],
])("metadata of more than 2 KB, %s: 400", (_, metadata) => {
  expect(errorsOf({ metadata })).toEqual([
    { path: "metadata", message: "must have at most 2048 bytes in all its texts" },
  ]);
});

test("a card number is not repeated in the answer", () => {
  for (const body of [{ reference: "4111111111111111" }, { metadata: { "4111111111111111": "x" } }]) {
    const problem = problemThrownBy(() => parseFields(NewOrderFields, body, "The body"));
    expect(JSON.stringify([problem.message, problem.errors])).not.toContain("4111");
  }
});
