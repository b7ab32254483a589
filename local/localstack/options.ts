import { Command, InvalidArgumentError } from "commander";

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
