import { confirm, isCancel } from "@clack/prompts";
import { Command, Option } from "commander";
import pc from "picocolors";
import { ClearError } from "../local/clear-error.ts";
import { readRunning } from "../local/running-record.ts";
import { readDeadLetters, redrive } from "./dead-letters.ts";
import { describeDeadLetter } from "./describe-dead-letter.ts";
import { findTarget, type TargetOptions } from "./stack-queues.ts";

/** `npm run redrive -- --queue shipping`: shows what sits in a dead-letter queue and, on confirmation, sends it back. */
interface RedriveCommand extends TargetOptions {
  queue: "shipping" | "relay";
  yes: boolean;
}

const whyParkedStays =
  "Nothing is sent back: these are changes of the table that the relay could not turn into an event, and this queue feeds no function. " +
  "Mend what the relay stumbled over and deploy it. An order among them is shipped all the same, by the sweeper.";

async function main(): Promise<void> {
  const options = new Command("npm run redrive --")
    .description("Shows what sits in a dead-letter queue and, on confirmation, sends it back to its queue.")
    .addOption(
      new Option("--queue <name>", "whose dead letters: relay shows what the relay parked, and sends nothing")
        .choices(["shipping", "relay"])
        .makeOptionMandatory(),
    )
    .option("--stage <name>", "the stack's stage (default: the running local one; else dev)")
    .option("--endpoint <url>", "an engine's address (default: the running local one; else AWS)")
    .option("--yes", "send without asking", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run redrive -- --help lists the options)")
    .parse()
    .opts<RedriveCommand>();

  const { name, outputs, sqs } = await findTarget(options, await readRunning());
  const isShipping = options.queue === "shipping";
  const from = isShipping ? outputs.ShippingDlqUrl : outputs.ParkingQueueUrl;
  const letters = await readDeadLetters(sqs, from);
  const count = letters.length === 1 ? "1 message sits" : `${letters.length} messages sit`;
  console.log(`${count} in the ${isShipping ? "dead-letter queue of shipping" : "relay's parking queue"} (${name}).`);
  for (const letter of letters) console.log(`\n${describeDeadLetter(letter)}`);
  if (letters.length === 0) return;
  if (!isShipping) return console.log(`\n${whyParkedStays}`);

  if (!options.yes && !(await isConfirmed(letters.length)))
    return console.log("Nothing was sent; all stays as it was.");
  const result = await redrive(sqs, from, outputs.ShippingQueueUrl, new Set(letters.map(({ id }) => id)));
  console.log(`Sent ${result.sent} of ${letters.length} back to the shipping queue.`);
  if (result.missed > 0) console.log(`${result.missed} had left the dead-letter queue meanwhile.`);
}

async function isConfirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) throw new ClearError("There is no terminal to ask in: add --yes to send them back.");
  const answer = await confirm({
    message: `Send ${count === 1 ? "it" : `these ${count}`} back to the shipping queue?`,
    initialValue: false,
  });
  return !isCancel(answer) && answer;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ClearError)) throw error;
  console.error(pc.red(error.message));
  process.exitCode = 1;
}
