import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { recordedExamples } from "../../functions/registry/recorded-examples.ts";
import { localStage, projectRoot } from "../../local/environment.ts";
import { localKeyFile } from "../../local/issuer.ts";
import { type LocalCloud, startLocalCloud } from "../../local/local-cloud.ts";
import { stockShop } from "../../local/seed/stock-shop.ts";
import { bodyIn, playProblem, playStep } from "../examples/play.ts";
import { type ExampleAnswer, sendUntil } from "../examples/send-request.ts";
import { isProblem, problemSteps } from "../examples/steps.ts";
import { timeless } from "../examples/timeless.ts";
import { cloud as sharedCloud } from "./api.ts";
import { fetchChecked } from "./contract.ts";
import { type DocumentedRequest, documentedRequest, NewcomersDocument, type Step } from "./contract-document.ts";

const BeginningOfDocument = z.object({ openapi: z.string(), info: z.object({ title: z.string() }) });

const run = promisify(execFile);

/**
 * A shop of its own, as fresh as after `npm start -- --fresh`: the same stage, settings, key and catalogue. The other
 * tests' stack has other time limits, and their orders. The embedded engine is the one that newcomers get.
 */
describe.runIf(sharedCloud.kind === "MiniStack")(
  "a newcomer's first hour, and every documented problem after it",
  () => {
    let cloud: LocalCloud;

    beforeAll(async () => {
      cloud = await startLocalCloud({ stage: localStage, keyFile: localKeyFile, builds: false });
      await stockShop(cloud);
    }, 180_000);

    afterAll(() => cloud?.stop());

    test("every example is sent as it stands, in the document's order: each answer is as documented", async () => {
      expect((await fetch(`${cloud.apiUrl}/docs`)).headers.get("content-type")).toMatch(/^text\/html/);
      const response = await fetch(`${cloud.apiUrl}/openapi.json`);
      const document = NewcomersDocument.parse(await response.json());
      const server = new URL(document.servers[0].url, response.url).href.replace(/\/$/, "");
      const tokens = new Map<string, string>();

      for (const step of document["x-walkthrough"]) {
        const request = documentedRequest(document, step);
        const authorization = step.caller && `Bearer ${await tokenFor(step.caller, document, tokens)}`;

        const answer = await sendDocumented(server, request, authorization);

        const where = `${step.operationId} ${step.example}: ${answer.text}`;
        expect(answer.status, where).toBe(step.status);
        expect(comparable(step, bodyIn(answer)), where).toEqual(comparable(step, request.answer));
      }
    }, 180_000);

    test("every problem is answered as documented", async () => {
      const { problems } = recordedExamples();
      for (const { step, declared } of problemSteps()) {
        if (isProblem(step)) {
          const answer = await playProblem(cloud, declared, step);
          const where = `${step.operation} ${step.code}`;
          expect(timeless(bodyIn(answer)), where).toBe(timeless(problems[step.operation]?.[step.code]));
        } else {
          await playStep(cloud, declared, step);
        }
      }
    }, 120_000);
  },
);

/** A token, by the command that the document gives for the local cloud. */
async function tokenFor(
  { role, subject }: NonNullable<Step["caller"]>,
  { components }: NewcomersDocument,
  tokens: Map<string, string>,
): Promise<string> {
  const [, command = ""] = /`(npm run -s token [^`]*)`/.exec(components.securitySchemes.bearer.description) ?? [];
  const words = command
    .replace(/--role \w+/, `--role ${role}`)
    .replace(/--sub \w+/, `--sub ${subject}`)
    .split(" ");
  const known = tokens.get(words.join(" "));
  if (known) return known;
  const [program = "", ...args] = words;
  const { stdout } = await run(program, args, { cwd: projectRoot });
  tokens.set(words.join(" "), stdout.trim());
  return stdout.trim();
}

/** Sends a request; reads again where the answer takes a moment. Each answer is also checked against openapi.yaml. */
function sendDocumented(
  server: string,
  { method, path, headers, body, answer }: DocumentedRequest,
  authorization: string | null,
): Promise<ExampleAnswer> {
  const init = { method, headers: { ...headers, ...(authorization && { authorization }) }, ...(body && { body }) };
  return sendUntil(
    async () => {
      const response = await fetchChecked(new Request(`${server}${path}`, init));
      const [mediaType = ""] = (response.headers.get("content-type") ?? "").split(";");
      return { status: response.status, mediaType, text: await response.text() };
    },
    (received) => method !== "GET" || path === "/openapi.json" || timeless(bodyIn(received)) === timeless(answer),
  );
}

/** Without times and request ids; of the document's own answer the example has the beginning. */
function comparable({ operationId }: Step, body: unknown): unknown {
  const same: unknown = JSON.parse(timeless(body));
  if (operationId !== "getOpenapi") return same;
  return BeginningOfDocument.parse(same);
}
