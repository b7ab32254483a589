import { confirm, isCancel } from "@clack/prompts";
import { Command, Option } from "commander";
import { readRunning } from "../local/running-record.ts";
import { ClearError, runMain } from "../local/terminal/clear-error.ts";
import { deadLetterQueues, discard } from "./dead-letter-queues.ts";
import { MAX_SHOWN, readDeadLetters, redrive } from "./dead-letters.ts";
import { describeDeadLetter } from "./describe-dead-letter.ts";
import { findTarget, outputOf, type TargetOptions } from "./target-stack.ts";

/** `npm run redrive -- --queue shipping`: shows the messages of a dead-letter queue and, on confirmation, handles them. */
interface RedriveCommand extends TargetOptions {
  queue: string;
  discard: boolean;
  yes: boolean;
}

const names = deadLetterQueues.map(({ name }) => name);
const list = deadLetterQueues.map(({ name, holds }) => `  ${name.padEnd(22)}${holds}`);

async function main(): Promise<void> {
  const options = new Command("npm run redrive --")
    .description(
      "Shows the messages of a dead-letter queue and, on confirmation, sends them again.\n\n" +
        `The queues:\n${list.join("\n")}`,
    )
    .addOption(new Option("--queue <name>", "whose messages").choices(names).makeOptionMandatory())
    .option("--discard", "delete the messages instead", false)
    .option("--stage <name>", "the stack's stage (default: the running local one; else dev)")
    .option("--endpoint <url>", "an engine's address (default: the running local one; else AWS)")
    .option("--yes", "do it without asking", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run redrive -- --help lists the options)")
    .parse()
    .opts<RedriveCommand>();

  const stack = await findTarget(options, await readRunning());
  const queue = deadLetterQueues.find(({ name }) => name === options.queue);
  if (!queue) throw new ClearError(`There is no queue ${options.queue}.`);
  const url = outputOf(stack, queue.output);
  const letters = await readDeadLetters(stack.sqs, url);
  const more = letters.length >= MAX_SHOWN ? ", and there may be more: run the command again afterwards" : "";
  console.log(`${letters.length} in ${options.queue} (${stack.name}): ${queue.holds}${more}.`);
  for (const letter of letters) console.log(`\n${describeDeadLetter(letter)}`);
  if (letters.length === 0) return;

  const { question, done, handle } = options.discard
    ? { question: "Delete them?", done: "deleted", handle: () => discard }
    : queue;
  if (!options.yes && !(await isConfirmed(question))) return console.log("Nothing was changed.");
  const ids = new Set(letters.map(({ id }) => id));
  const { handled, kept, missed, notes } = await redrive(stack.sqs, url, ids, handle(stack));
  console.log(["", ...notes, `${handled} of ${letters.length} messages: ${done}.`].join("\n"));
  if (missed > 0) console.log(`${missed} were no longer in the queue.`);
  if (kept > 0) process.exitCode = 1;
}

async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new ClearError("There is no terminal to ask in: add --yes to do it without asking.");
  const answer = await confirm({ message: question, initialValue: false });
  return !isCancel(answer) && answer;
}

await runMain(main);
