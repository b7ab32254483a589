import { setTimeout as sleep } from "node:timers/promises";

const TIMEOUT_MS = 15_000;

/** Reads until the result is as expected. @throws with the last result after 15 s */
export async function eventually<Result>(
  read: () => Promise<Result>,
  isExpected: (result: Result) => boolean,
): Promise<Result> {
  const end = Date.now() + TIMEOUT_MS;
  for (;;) {
    const result = await read();
    if (isExpected(result)) return result;
    if (Date.now() > end)
      throw new Error(`Not within ${TIMEOUT_MS / 1000} s; last result: ${JSON.stringify(result, undefined, 2)}`);
    await sleep(250);
  }
}
