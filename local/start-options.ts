import { Command, InvalidArgumentError } from "commander";

/** What `npm start -- …` was told. */
export interface StartOptions {
  /** The friendly URL's port on localhost. */
  port: number;
  /** Forget the embedded engine's state first. */
  fresh: boolean;
  /** Rebuild and redeploy what changes. */
  watch: boolean;
}

/** Reads the command line. Prints and exits on `--help` and on what it does not know. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const command = new Command("npm start --")
    .description("Starts Waybill on a cloud of your own, on this machine.")
    .option("--port <number>", "the port of the API's URL on localhost", parsePort, 4000)
    .option("--fresh", "forget all products and orders first (embedded engine only)", false)
    .option("--watch", "rebuild and redeploy a function when its source changes", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(npm start -- --help lists the options)");
  return command.parse([...args], { from: "user" }).opts<StartOptions>();
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError("A port is a number from 1 to 65535.");
  return port;
}
