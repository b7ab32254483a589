import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type PlannedAnswer, startApiServer } from "../tests/builders/api-server.ts";

const violation = {
  invariant: "reserved equals open lines",
  sentence: "reserved = the units that open order lines and ACTIVE reservations hold, for every product",
  subject: "MUG-BLUE-350",
  detail: "3 reserved, 2 open",
};
const refused = {
  orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
  orderStatus: "SHIPPED",
  instruction: 3,
  kind: "REFUND",
  amount: { amount: 1290, currency: "EUR" },
  reason: "the bank could not give the money back",
};
const nothing = {
  checkedProducts: 0,
  checkedOrders: 0,
  violations: [],
  refused: [],
  notices: [],
  unsettled: [],
  nextCursor: null,
};

interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly paths: readonly string[];
}

/** Runs the command against an API with these answers; the user interrupts it where none comes. */
async function invariants(answers: readonly PlannedAnswer[], ...options: string[]): Promise<Ended> {
  const interrupt = new AbortController();
  await using server = await startApiServer(answers, (answer) => {
    if (answer === "no answer") interrupt.abort();
  });
  const ended = await run(["--url", server.url, "--token", "a-token", ...options], interrupt.signal);
  return { ...ended, paths: server.requests.map(({ path }) => path) };
}

function run(options: readonly string[], interrupt?: AbortSignal): Promise<Omit<Ended, "paths">> {
  const command = join(import.meta.dirname, "invariants.ts");
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...options], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), printed: stdout + stderr }),
    );
    interrupt?.addEventListener("abort", () => child.kill("SIGINT"));
  });
}

describe.concurrent("npm run invariants", () => {
  test("no violation: reads all pages, exit code 0", async () => {
    const { code, printed, paths } = await invariants([
      { body: { ...nothing, checkedProducts: 20, nextCursor: "page+2" } },
      { body: { ...nothing, checkedProducts: 1, checkedOrders: 7 } },
    ]);

    expect(printed).toBe("Checked 21 products and 7 orders: no violations.\n");
    expect(paths).toEqual(["/v1/admin/invariants", "/v1/admin/invariants?cursor=page%2B2"]);
    expect(code).toBe(0);
  });

  test("violations: prints each, exit code 1", async () => {
    const { code, printed } = await invariants([
      { body: { ...nothing, checkedProducts: 1, violations: [violation], unsettled: ["PEN"], nextCursor: "2" } },
      { body: nothing },
    ]);

    expect(printed).toContain("MUG-BLUE-350: 3 reserved, 2 open");
    expect(printed).toContain("reserved equals open lines");
    expect(printed).toContain("Checked 1 product and no orders: 1 violation.");
    expect(printed).toMatch(/check again .*: PEN\./);
    expect(code).toBe(1);
  });

  test("refused instructions: prints each and where to read on, exit code 0", async () => {
    const { code, printed } = await invariants([
      { body: { ...nothing, checkedOrders: 1, refused: [refused], nextCursor: "2" } },
      { body: nothing },
    ]);

    expect(printed).toContain(
      `${refused.orderId}: REFUND 3 of 12.90 EUR was refused: the bank could not give the money back (the order is SHIPPED)`,
    );
    expect(printed).toContain("1 payment instruction refused, for a person to decide: docs/runbook.md says how.");
    expect(code).toBe(0);
  });

  test("what the bank did unasked: prints each and where to read on, exit code 0", async () => {
    const notice = {
      orderId: refused.orderId,
      orderStatus: "DELIVERED",
      kind: "REFUNDED_ELSEWHERE",
      amount: { amount: 500, currency: "EUR" },
      sentence: "the bank gave 5.00 EUR back that nobody asked Waybill for",
    };
    const { code, printed } = await invariants([{ body: { ...nothing, checkedOrders: 1, notices: [notice] } }]);

    expect(printed).toContain(`${refused.orderId}: ${notice.sentence} (the order is DELIVERED)`);
    expect(printed).toContain("1 thing that the bank did unasked: docs/runbook.md says what to do.");
    expect(code).toBe(0);
  });

  test("API answers 503: the step is repeated", async () => {
    const busy = { status: 503, body: { detail: "The data store is too busy." } };
    const { code, paths } = await invariants([busy, { body: nothing }]);

    expect(paths).toHaveLength(2);
    expect(code).toBe(0);
  });

  test("server that is not the API: says so, exit code 2", async () => {
    const { code, printed } = await invariants([{ body: "<h1>Welcome</h1>" }]);

    expect(printed).toContain("does not answer as the API would");
    expect(code).toBe(2);
  });

  test("refused step: prints the reason and where to continue, exit code 2", async () => {
    const refused = { status: 403, body: { detail: "A customer may not do this." } };
    const { code, printed, paths } = await invariants([{ body: { ...nothing, nextCursor: "here" } }, refused]);

    expect(printed).toContain("answered 403: A customer may not do this.");
    expect(printed).toContain("npm run invariants -- --cursor here");
    expect(paths).toHaveLength(2);
    expect(code).toBe(2);
  });

  test("--cursor: starts there", async () => {
    const { paths } = await invariants([{ body: nothing }], "--cursor", "here");

    expect(paths).toEqual(["/v1/admin/invariants?cursor=here"]);
  });

  test("API on another machine without --token: refused, exit code 2", async () => {
    const { code, printed } = await run(["--url", "https://api.example/v1"]);

    expect(printed).toContain("add --token");
    expect(code).toBe(2);
  });

  test("interrupted: prints where to continue, exit code 2", async () => {
    const { code, printed } = await invariants([
      { body: { ...nothing, checkedProducts: 20, nextCursor: "here" } },
      "no answer",
    ]);

    expect(printed).toContain("Not finished. Checked 20 products");
    expect(printed).toContain("npm run invariants -- --cursor here");
    expect(code).toBe(2);
  });
});
