import pc from "picocolors";
import { SettingsError } from "../../infra/settings.ts";

/** A failure that the person at the terminal can repair: one sentence says what happened and what to do. */
export class ClearError extends Error {
  override readonly name = "ClearError";
}

/** Runs a command. A failure that its user can repair is printed without a stack, and ends it with exit code 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ClearError || error instanceof SettingsError)) throw error;
    console.error(pc.red(error.message));
    process.exitCode = 1;
  }
}

/** An error in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
