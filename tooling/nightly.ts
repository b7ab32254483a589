import { Command } from "commander";
import { execa } from "execa";
import { projectRoot } from "../local/environment.ts";

/** What is too long for every change. */
interface Part {
  readonly title: string;
  /** The npm script, and its options. */
  readonly script: readonly [name: string, ...options: string[]];
}

new Command("npm run nightly")
  .description("Runs what is too long for every change, one part after the other, and prints what each came to.")
  .allowExcessArguments(false)
  .parse();

/** The proof runs other faults and random histories than the night before. */
const night = String(Math.floor(Date.now() / 86_400_000));

const parts: readonly Part[] = [
  { title: "a newcomer's first hour in a fresh clone", script: ["test:fresh-clone"] },
  { title: "the pages of docs/ that add code to the project", script: ["test:guides"] },
  { title: "requests to Stripe, checked by stripe-mock", script: ["test:stripe-mock"] },
  { title: "the money protocol's whole model", script: ["prove:model"] },
  { title: "whole proof", script: ["prove", "--night", night] },
  { title: "load, with functions being killed", script: ["prove:load"] },
  { title: "contract fuzzing, 500 requests for each operation and role", script: ["fuzz"] },
  { title: "end-to-end tests on LocalStack", script: ["test:localstack"] },
];

const summary: string[] = [];
for (const { title, script } of parts) {
  const [name, ...options] = script;
  console.log(`\n${title}: npm run ${script.join(" ")}`);
  const startedAt = Date.now();
  const { failed } = await execa("npm", ["run", name, "--", ...options], {
    cwd: projectRoot,
    stdio: "inherit",
    reject: false,
  });
  const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
  summary.push(`${failed ? "✗" : "✔"} ${minutes.padStart(5)} min  ${title}`);
  if (failed) process.exitCode = 1;
}
console.log(`\n${summary.join("\n")}`);
