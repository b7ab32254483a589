import { InvokeCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { lambda, output } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { bodiesIn, redrive } from "./redrive.ts";
import { unique } from "./shop.ts";

test("failed sweep: stored in its queue with the reason; redrive prints and deletes it", async () => {
  const dueBefore = unique("no time");
  const Payload = JSON.stringify({ dueBefore });
  await lambda.send(
    new InvokeCommand({ FunctionName: output("SweeperFunctionName"), InvocationType: "Event", Payload }),
  );

  const kept = async () => (await bodiesIn("SweeperFailuresUrl")).filter((body) => body.includes(dueBefore));
  const [body = ""] = await eventually(kept, (found) => found.length > 0);
  expect(JSON.parse(body)).toMatchObject({
    requestContext: { condition: "RetriesExhausted" },
    requestPayload: { dueBefore },
    responsePayload: { errorMessage: expect.stringContaining("must be a UTC time") },
  });

  const shown = await redrive("sweeper");
  expect(shown).toContain(dueBefore);
  expect(shown).toMatch(/\d+ of \d+ messages: deleted/);
  expect(await kept()).toEqual([]);
});
