import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const violation = {
  invariant: "reserved equals open lines",
  sentence: "reserved = the units of all open order lines, for every product",
  subject: "MUG-BLUE-350",
  detail: "3 reserved, 2 open",
};
const nothing = { checkedProducts: 0, checkedOrders: 0, violations: [], unsettled: [], nextCursor: null };

/** What the API answers; to silence, the user answers with Ctrl-C. */
type Answered = { readonly status?: number; readonly body: object } | "silence";

interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly asked: readonly (string | undefined)[];
}

/** Runs the command against an API that answers so, one answer after the other, the last one again and again. */
async function invariants(answers: readonly Answered[], ...options: string[]): Promise<Ended> {
  const asked: (string | undefined)[] = [];
  const interrupt = new AbortController();
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? { body: nothing };
    asked.push(request.url);
    if (answer === "silence") return interrupt.abort();
    const { status = 200, body } = answer;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = addressOf(server.address());
    const target = ["--url", `http://127.0.0.1:${port}/v1`, "--token", "a-token", ...options];
    const ended = await run(target, interrupt.signal);
    return { ...ended, asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (typeof address === "object" && address) return address;
  throw new Error("The server has no port.");
}

function run(options: readonly string[], interrupt?: AbortSignal): Promise<Omit<Ended, "asked">> {
  const command = join(import.meta.dirname, "invariants.ts");
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...options], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), printed: stdout + stderr }),
    );
    interrupt?.addEventListener("abort", () => child.kill("SIGINT"));
  });
}

describe.concurrent("npm run invariants", () => {
  test("all pages are walked, and where everything adds up the end is 0", async () => {
    const { code, printed, asked } = await invariants([
      { body: { ...nothing, checkedProducts: 20, nextCursor: "page+2" } },
      { body: { ...nothing, checkedProducts: 1, checkedOrders: 7 } },
    ]);

    expect(printed).toBe("Checked 21 products and 7 orders: no violations.\n");
    expect(asked).toEqual(["/v1/admin/invariants", "/v1/admin/invariants?cursor=page%2B2"]);
    expect(code).toBe(0);
  });

  test("each violation is printed, and the end is 1", async () => {
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

  test("an API that is busy is asked again", async () => {
    const busy = { status: 503, body: { detail: "The data store is too busy." } };
    const { code, asked } = await invariants([busy, { body: nothing }]);

    expect(asked).toHaveLength(2);
    expect(code).toBe(0);
  });

  test("where it cannot go on it says why, prints where to go on, and the end is 2", async () => {
    const refused = { status: 403, body: { detail: "A customer may not do this." } };
    const { code, printed, asked } = await invariants([{ body: { ...nothing, nextCursor: "here" } }, refused]);

    expect(printed).toContain("answered 403: A customer may not do this.");
    expect(printed).toContain("npm run invariants -- --cursor here");
    expect(asked).toHaveLength(2);
    expect(code).toBe(2);
  });

  test("it goes on from a cursor", async () => {
    const { asked } = await invariants([{ body: nothing }], "--cursor", "here");

    expect(asked).toEqual(["/v1/admin/invariants?cursor=here"]);
  });

  test("an API elsewhere needs a token", async () => {
    const { code, printed } = await run(["--url", "https://api.example/v1"]);

    expect(printed).toContain("add --token");
    expect(code).toBe(2);
  });

  test("interrupted, it prints where to go on", async () => {
    const { code, printed } = await invariants([
      { body: { ...nothing, checkedProducts: 20, nextCursor: "here" } },
      "silence",
    ]);

    expect(printed).toContain("Not finished. Checked 20 products");
    expect(printed).toContain("npm run invariants -- --cursor here");
    expect(code).toBe(2);
  });
});
