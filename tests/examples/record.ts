import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import {
  type RecordedExamples,
  type RecordedStep,
  recordedExamples,
} from "../../functions/registry/recorded-examples.ts";
import { localStage } from "../../local/environment.ts";
import { startLocalCloud } from "../../local/local-cloud.ts";
import { stockShop } from "../../local/seed/stock-shop.ts";
import { runMain } from "../../local/terminal/clear-error.ts";
import { gatewayAnswers } from "./gateway-answers.ts";
import { bodyIn, playProblem, playStep } from "./play.ts";
import type { ExampleAnswer, Stack } from "./send-request.ts";
import type { WalkthroughStep } from "./step.ts";
import { isProblem, problemSteps, walkthroughSteps } from "./steps.ts";
import { isSameAnswer } from "./timeless.ts";

const file = join(import.meta.dirname, "../../functions/registry/examples.generated.json");

/**
 * `npm run examples`: sends every example to a fresh local stack with the catalogue of `npm start`, and keeps the answers
 * for the document. An answer that differs from the recorded one in times and request ids alone is left as it was.
 */
async function main(): Promise<void> {
  const cloud = await startLocalCloud({ stage: localStage, context: { sandboxLateSeconds: "2" } });
  try {
    await stockShop(cloud);
    const before = recordedExamples();
    const recorded: RecordedExamples = {
      walkthrough: await recordWalkthrough(cloud, before.walkthrough),
      problems: await recordProblems(cloud, before.problems),
      gateway: keepSame(gatewayAnswers(), before.gateway),
    };
    await writeFile(file, `${JSON.stringify(recorded, null, 2)}\n`);
    const count = Object.values(recorded.problems).flatMap((byCode) => Object.keys(byCode)).length;
    console.log(`Recorded ${recorded.walkthrough.length} answers and ${count} problems. Now run npm run generate.`);
  } finally {
    await cloud.stop();
  }
}

async function recordWalkthrough(stack: Stack, before: readonly RecordedStep[]): Promise<RecordedStep[]> {
  const recorded: RecordedStep[] = [];
  for (const { step, declared } of walkthroughSteps()) {
    const answer = await playStep(stack, declared, step);
    const earlier = before.find(({ operation, name }) => operation === step.operation && name === step.name);
    recorded.push(recordedStep(step, answer, earlier));
  }
  return recorded;
}

function recordedStep(
  { operation, name, summary, by, path, query, headers, body }: WalkthroughStep,
  answer: ExampleAnswer,
  earlier: RecordedStep | undefined,
): RecordedStep {
  const { status, mediaType } = answer;
  const answered = operation === "getOpenapi" ? beginningOf(bodyIn(answer)) : bodyIn(answer);
  const isKept = earlier !== undefined && isSameAnswer(earlier.answer.body, answered);
  return {
    operation,
    name,
    summary,
    by,
    ...(path && { path }),
    ...(query && { query }),
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
    answer: {
      status,
      mediaType,
      body: isKept ? earlier.answer.body : answered,
    },
  };
}

/** The document cannot contain itself: of its own answer it has the beginning. */
function beginningOf(document: unknown) {
  const { openapi, info } = z.object({ openapi: z.string(), info: z.object({ title: z.string() }) }).parse(document);
  return { openapi, info: { title: info.title } };
}

type Problems = RecordedExamples["problems"];

async function recordProblems(stack: Stack, before: Problems): Promise<Problems> {
  const recorded: Record<string, Record<string, unknown>> = {};
  for (const { step, declared } of problemSteps()) {
    if (!isProblem(step)) {
      await playStep(stack, declared, step);
      continue;
    }
    const body = bodyIn(await playProblem(stack, declared, step));
    recorded[step.operation] = { ...recorded[step.operation], [step.code]: body };
  }
  return Object.fromEntries(
    Object.entries(recorded)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([operation, byCode]) => [operation, keepSame(byCode, before[operation])]),
  );
}

/** The bodies by code, the earlier one where a body has not changed. */
function keepSame(bodies: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>> = {}) {
  return Object.fromEntries(
    Object.entries(bodies)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([code, body]) => [code, code in before && isSameAnswer(before[code], body) ? before[code] : body]),
  );
}

await runMain(main);
