import { Command, Option } from "commander";
import { checkTokens } from "./accepted-token.ts";
import { openLocalIssuer, type Role, roles } from "./issuer.ts";
import { readRunning } from "./running-record.ts";
import { runMain } from "./terminal/clear-error.ts";

/** `npm run token -- --role customer --sub alice`: prints a token for the local stack, and nothing else. */
interface TokenCommand {
  role: Role;
  sub: string;
  expires: string;
}

async function main(): Promise<void> {
  const options = new Command("npm run token --")
    .description("Prints a token that the local stack accepts.")
    .addOption(new Option("--role <role>", "whose token").choices(roles).makeOptionMandatory())
    .requiredOption("--sub <id>", "the token's subject: for a customer, the customer's id")
    .option("--expires <span>", "how long it is valid, for example 15m, 1h, 7d", "1h")
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run token -- --help lists the options)")
    .parse()
    .opts<TokenCommand>();
  const issuer = await openLocalIssuer();
  console.log(await issuer.token(options.role, options.sub, { expires: options.expires }));
  const problem = await checkTokens(await readRunning(), issuer);
  if (problem !== undefined) console.error(problem);
}

await runMain(main);
