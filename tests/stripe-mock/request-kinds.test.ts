import { expect, test } from "vitest";
import { kindOf } from "./request-kinds.ts";

test.each([
  [
    { method: "POST", path: "/v1/payment_intents", body: "currency=eur&amount=1" },
    "POST /v1/payment_intents amount currency",
  ],
  [
    { method: "POST", path: "/v1/payment_intents/pi_fake000001/confirm", body: "" },
    "POST /v1/payment_intents/{id}/confirm",
  ],
  [
    { method: "GET", path: "/v1/payment_intents/search?query=a&limit=1", body: "" },
    "GET /v1/payment_intents/search limit query",
  ],
  [
    { method: "GET", path: "/v1/payment_intents/pi_3?expand[0]=latest_charge", body: "" },
    "GET /v1/payment_intents/{id} expand[0]",
  ],
  [{ method: "POST", path: "/v1/refunds", body: "metadata[refund]=x" }, "POST /v1/refunds metadata[refund]"],
])("%j", (request, kind) => {
  expect(kindOf(request)).toBe(kind);
});
