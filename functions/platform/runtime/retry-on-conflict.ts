import { problemError, unavailable } from "../values/problems.ts";
import { clock } from "./clock.ts";
import { type RetryLimits, retryDelay } from "./retry.ts";

/** Waits that grow let requests that race for one item pass one after the other. */
const CHANGES: RetryLimits = { attempts: 10, firstDelayMs: 10, longestDelayMs: 500 };

/**
 * Reads, decides and writes; does so again, on what is stored by then, where another request's write came between.
 * @param subject what is changed, for the message: "product MUG"
 * @param change reads anew at each call
 * @param isConflict whether an error says that another write came between
 * @throws 503 `unavailable` where others keep coming between; what `change` throws
 */
export async function retryOnConflict<Result>(
  subject: string,
  change: () => Promise<Result>,
  isConflict: (error: unknown) => boolean,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change();
    } catch (error) {
      if (!isConflict(error)) throw error;
      const delay = retryDelay(attempt, CHANGES);
      if (delay === undefined) {
        throw problemError(
          unavailable,
          `Other requests keep changing the ${subject}. Send this request again in a moment.`,
          {
            retryAfter: 1,
          },
        );
      }
      await clock.sleep(delay);
    }
  }
}
