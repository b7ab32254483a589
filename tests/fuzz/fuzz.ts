import { Command, InvalidArgumentError, Option } from "commander";
import { type Role, roles } from "../../local/issuer.ts";
import { runMain } from "../../local/terminal/clear-error.ts";
import { FuzzedShop } from "./fuzzed-shop.ts";

const options = new Command("npm run fuzz --")
  .description("Sends made-up requests in each role to a stack of its own; the contract must have every answer.")
  .option("--examples <number>", "made-up requests for each operation and role", wholeNumber, 500)
  .addOption(new Option("--roles <role...>", "the roles").choices(roles).default([...roles]))
  .allowExcessArguments(false)
  .parse()
  .opts<{ examples: number; roles: Role[] }>();

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1.");
}

/** `npm run fuzz`: what tests/fuzz/fuzz.test.ts does for every change, for longer. */
async function main(): Promise<void> {
  const shop = await FuzzedShop.open();
  try {
    for (const role of options.roles) {
      const startedAt = performance.now();
      const { passed, requests, output } = await shop.run(role, { examples: options.examples, coverage: true });
      const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
      if (!passed) {
        console.error(output);
        process.exitCode = 1;
      }
      console.log(`${passed ? "✔" : "✗"} role ${role}: ${requests} requests in ${minutes} min`);
    }
  } finally {
    await shop.stop();
  }
}

await runMain(main);
