import { Command, InvalidArgumentError, Option } from "commander";

const PROVIDERS = ["sandbox", "manual", "stripe"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What `npm start -- …` was told. */
export interface StartOptions {
  /** The friendly URL's port on localhost. */
  port: number;
  /** Forget the embedded engine's state first. */
  fresh: boolean;
  /** Rebuild and redeploy what changes. */
  watch: boolean;
  /** Who authorizes and captures payments. */
  provider: Provider;
}

/** Reads the command line. Prints and exits on `--help` and on what it does not know. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const command = new Command("npm start --")
    .description("Starts Waybill on a cloud of your own, on this machine.")
    .option("--port <number>", "the port of the API's URL on localhost", parsePort, 4000)
    .option("--fresh", "forget all products and orders first (embedded engine only)", false)
    .option("--watch", "rebuild and redeploy a function when its source changes", false)
    .addOption(
      new Option("--provider <name>", "the payment provider; stripe takes a test key from STRIPE_SECRET_KEY")
        .choices(PROVIDERS)
        .default("sandbox"),
    )
    .allowExcessArguments(false)
    .showHelpAfterError("(npm start -- --help lists the options)");
  return command.parse([...args], { from: "user" }).opts<StartOptions>();
}

/** What `npm run localstack -- …` was told. */
export interface LocalStackOptions {
  /** Its port on 127.0.0.1. */
  port: number;
  /** Without Docker. */
  host: boolean;
}

/** Reads the command line. Prints and exits on `--help` and on what it does not know. */
export function parseLocalStackOptions(args: readonly string[]): LocalStackOptions {
  return new Command("npm run localstack --")
    .description("Runs LocalStack on this machine until Ctrl-C; npm start then deploys to it.")
    .option("--host", "without Docker: needs Python 3.13, Java 17 or newer and Maven", false)
    .option("--port <number>", "its port on 127.0.0.1 (npm start looks on 4566)", parsePort, 4566)
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run localstack -- --help lists the options)")
    .parse([...args], { from: "user" })
    .opts<LocalStackOptions>();
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError("A port is a number from 1 to 65535.");
  return port;
}
