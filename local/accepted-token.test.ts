import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { someOutputs } from "../tests/builders/stack-outputs.ts";
import { checkTokens } from "./accepted-token.ts";
import { temporaryIssuer } from "./issuer.ts";
import type { RunningRecord } from "./running-record.ts";

const outputs = someOutputs();
let api: Server | undefined;
afterEach(() => {
  api?.closeAllConnections();
  api?.close();
});

/** A running `npm start` whose API answers with a status. */
async function runningWith(status: number): Promise<RunningRecord> {
  api = createServer((_request, response) => response.writeHead(status).end()).listen(0, "127.0.0.1");
  await once(api, "listening");
  const address = api.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  const apiUrl = `http://127.0.0.1:${address.port}/v1`;
  return { pid: process.pid, apiUrl, deployed: { endpoint: "", stage: "local", outputs } };
}

describe("npm run token", () => {
  it.each([401, 503])(
    "says what to do when the running stack answers this project's tokens with %d",
    async (status) => {
      const running = await runningWith(status);
      expect(await checkTokens(running, await temporaryIssuer())).toBe(
        `The stack at ${running.apiUrl} rejects this token (${status}): another command deployed the stack after npm start, with other token settings. Restart npm start to deploy it again.`,
      );
    },
  );

  it("stack accepts them, or nothing runs: no warning", async () => {
    const issuer = await temporaryIssuer();
    expect(await checkTokens(await runningWith(200), issuer)).toBeUndefined();
    expect(await checkTokens(undefined, issuer)).toBeUndefined();
  });
});
