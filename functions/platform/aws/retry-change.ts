import { machine } from "../machine.ts";
import { refuse, unavailable } from "../values/problems.ts";
import { timeLeft } from "../work.ts";

/** With this many tries and growing waits, 40 requests at once that change one item all succeed. */
const MAX_ATTEMPTS = 10;
const FIRST_DELAY_MS = 10;
const LONGEST_DELAY_MS = 500;

/**
 * Reads, decides and writes; does so again, on what is stored by then, where another request's write came between.
 * @param subject what is changed, for the message: "product MUG"
 * @param change reads anew at each call
 * @param isConflict whether an error says that another write came between
 * @throws 503 `unavailable` where others keep coming between; what `change` throws
 */
export async function retryChange<Result>(
  subject: string,
  change: () => Promise<Result>,
  isConflict: (error: unknown) => boolean,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change();
    } catch (error) {
      if (!isConflict(error)) throw error;
      const delay = machine.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
      if (attempt >= MAX_ATTEMPTS || timeLeft() < delay) {
        throw refuse(unavailable, `Other requests keep changing the ${subject}. Send this request again in a moment.`, {
          retryAfter: 1,
        });
      }
      await machine.sleep(delay);
    }
  }
}
