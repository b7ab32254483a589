import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { aRequest, context } from "../../../tests/builders/api-requests.ts";
import { startEngineTable } from "../../../tests/builders/engine-table.ts";
import { aContext } from "../../../tests/builders/request-context.ts";
import { newSigner } from "../../../tests/builders/token-signer.ts";
import { api } from "../../platform/http/api.ts";
import { runInContext } from "../../platform/runtime/request-context.ts";
import { TestedAttempt } from "../contract/contract-case.ts";
import * as operations from "./operations.ts";
import { actionIdOf } from "./sandbox-authorization.ts";
import { sandboxProvider } from "./sandbox-provider.ts";

let stop: () => Promise<void>;
let token: string;

beforeAll(async () => {
  ({ stop } = await startEngineTable());
  const signer = await newSigner("ES256", "key-1");
  vi.stubEnv("JWT_ISSUER", "https://id.example");
  vi.stubEnv("JWT_AUDIENCE", "waybill");
  vi.stubEnv("JWKS", JSON.stringify({ keys: [signer.jwk] }));
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss: "https://id.example", aud: "waybill", sub: "alice", role: "customer", iat, exp: iat + 600 };
  token = await signer.sign(claims);
}, 120_000);
afterAll(() => stop());

const served = api(operations);

async function complete(actionId: string, body: unknown, headers = { Authorization: `Bearer ${token}` }) {
  const resource = "/sandbox/actions/{actionId}";
  const request = aRequest({
    method: "POST",
    resource,
    path: `/sandbox/actions/${actionId}`,
    pathParameters: { actionId },
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const answer = await served(request, context);
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? "null") };
}

/** An attempt that waits for its customer, and the action's id. */
async function waiting() {
  const attempt = new TestedAttempt(sandboxProvider, `ord_${randomUUID()}`, "pm_sandbox_action", "a1");
  const answer = await runInContext(aContext(), () => attempt.authorize());
  if (answer.outcome !== "actionRequired") throw new Error(`The sandbox required no action: ${answer.outcome}.`);
  return { attempt, actionId: answer.nextAction.clientSecret };
}

async function statusOf(attempt: TestedAttempt): Promise<string | undefined> {
  return (await runInContext(aContext(), () => attempt.retrieve()))?.status;
}

test("completed: the payment waits to be confirmed; again it is the same, failed is refused", async () => {
  const { attempt, actionId } = await waiting();
  expect(await complete(actionId, { result: "completed" })).toEqual({
    status: 200,
    body: { actionId, result: "completed" },
  });
  expect(await complete(actionId, { result: "completed" })).toMatchObject({ status: 200 });
  expect(await complete(actionId, { result: "failed" })).toMatchObject({
    status: 409,
    body: { code: "invalid_state_transition", detail: expect.stringContaining("UNCONFIRMED") },
  });
  expect(await statusOf(attempt)).toBe("UNCONFIRMED");
  await runInContext(aContext(), () => attempt.authorize(1));
  expect(await complete(actionId, { result: "completed" })).toMatchObject({ status: 200 });
  expect(await statusOf(attempt)).toBe("AUTHORIZED");
});

test("failed: the payment is declined; again it is the same, completed is refused", async () => {
  const { attempt, actionId } = await waiting();
  expect(await complete(actionId, { result: "failed" })).toMatchObject({ status: 200 });
  expect(await complete(actionId, { result: "failed" })).toMatchObject({ status: 200 });
  expect(await complete(actionId, { result: "completed" })).toMatchObject({ status: 409 });
  expect(await statusOf(attempt)).toBe("DECLINED");
});

test("closed before the customer acted: 409", async () => {
  const { attempt, actionId } = await waiting();
  await runInContext(aContext(), () => attempt.close());
  for (const result of ["completed", "failed"]) {
    expect(await complete(actionId, { result })).toMatchObject({ status: 409 });
  }
  expect(await statusOf(attempt)).toBe("VOIDED");
});

test("an action that nobody was told: 404, also where the order is known, or its payment needs no action", async () => {
  const { attempt, actionId } = await waiting();
  const guess = `${attempt.request.orderId}.act_${"0".repeat(32)}`;
  expect(guess).not.toBe(actionId);
  const paid = new TestedAttempt(sandboxProvider, `ord_${randomUUID()}`, "pm_sandbox_ok", "a1");
  await runInContext(aContext(), () => paid.authorize());
  expect(await complete(guess, { result: "completed" })).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await complete(actionIdOf(paid.request), { result: "completed" })).toMatchObject({ status: 404 });
  expect(await complete(`ord_1.act_${"0".repeat(32)}`, { result: "completed" })).toMatchObject({ status: 404 });
});

test("a malformed action id is not found, an unknown result is refused, and a token is needed", async () => {
  const { actionId } = await waiting();
  expect(await complete("act_1", { result: "completed" })).toMatchObject({ status: 404 });
  expect(await complete(actionId, { result: "done" })).toMatchObject({
    status: 400,
    body: { errors: [{ path: "result" }] },
  });
  expect(await complete(actionId, {})).toMatchObject({ status: 400, body: { errors: [{ path: "result" }] } });
  expect(await complete(actionId, { result: "completed" }, { Authorization: "" })).toMatchObject({ status: 401 });
});
