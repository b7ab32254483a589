import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { cloud } from "./api.ts";
import { eventually } from "./eventually.ts";
import { anOrderWithShipment } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, place } from "./shop.ts";

const command = join(import.meta.dirname, "../../ops/logs.ts");
const target = ["--stage", "test", "--endpoint", cloud.endpoint];

/** The lines that `npm run logs` prints. */
async function logs(...options: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...target, ...options]);
  return stdout.split("\n").filter((line) => line !== "");
}

/** The functions that wrote the lines, each once. */
function functionsIn(lines: readonly string[]): string[] {
  return [...new Set(lines.map((line) => line.split(/ +/)[1] ?? ""))];
}

test("logs --order: the lines of every function about the order, also of the request that placed it, in order", async () => {
  const { api } = await aCustomer();
  const order = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
  const other = dataOf(await place(api, orderOf(await aProduct(), 1)));

  const lines = await eventually(
    () => logs("--order", order.id, "--since", "10m"),
    (found) => functionsIn(found).includes("shipping-on-order-placed"),
  );

  expect(functionsIn(lines)).toEqual(expect.arrayContaining(["orders", "relay", "shipping-on-order-placed"]));
  expect(lines.filter((line) => line.includes("operation=placeOrder"))).toHaveLength(1);
  expect(lines.filter((line) => line.includes(other.id) && !line.includes(order.id))).toEqual([]);
  const times = lines.map((line) => line.slice(0, 24));
  expect(times).toEqual(times.toSorted());
});

test("logs --request: the lines of the request in the API and behind it", async () => {
  const { api } = await aCustomer();
  const { response } = await place(api, orderOf(await aProduct(), 1));
  const requestId = response.headers.get("x-request-id") ?? "";
  expect(requestId).not.toBe("");

  const lines = await eventually(
    () => logs("--request", requestId),
    (found) => functionsIn(found).includes("shipping-on-order-placed"),
  );

  expect(functionsIn(lines)).toEqual(expect.arrayContaining(["orders", "relay", "shipping-on-order-placed"]));
  expect(lines.filter((line) => !line.includes(requestId))).toEqual([]);
  expect(functionsIn(await logs("--request", requestId, "--function", "relay"))).toEqual(["relay"]);
});

test("logs --follow: shows what was logged before, and goes on with new lines", async () => {
  const { api } = await aCustomer();
  const order = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
  const following = spawn(process.execPath, [command, ...target, "--order", order.id, "--follow"]);
  let shown = "";
  following.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  try {
    await eventually(
      async () => shown,
      (text) => text.includes("operation=placeOrder"),
    );
    const path = { orderId: order.id };
    dataOf(await api.POST("/orders/{orderId}/cancel", { params: { path }, body: { reason: "changed my mind" } }));

    await eventually(
      async () => shown,
      (text) => text.includes("operation=cancelOrder"),
    );
    const lines = shown.trimEnd().split("\n");
    expect(new Set(lines).size).toBe(lines.length);
  } finally {
    following.kill();
    await once(following, "close");
  }
});

test("no lines: an empty output, and the reason on the other", async () => {
  const unknown = ["--order", "ord_nobodyplacedthis"];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [command, ...target, ...unknown]);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/No such lines in waybill-test on .* since /);
});
