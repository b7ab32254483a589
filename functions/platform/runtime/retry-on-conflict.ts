import { problemError, unavailable } from "../values/problems.ts";
import { clock } from "./clock.ts";
import { type RetryLimits, retryDelay } from "./retry.ts";

/** Growing delays let racing requests pass one after the other. */
const CHANGES: RetryLimits = { attempts: 10, firstDelayMs: 10, longestDelayMs: 500 };

/**
 * Reads, decides and writes; does so again after a conflict with another write.
 * @param subject what is changed, for the message: "product MUG"
 * @param change reads, decides and writes; reads again at each call
 * @param isConflict whether an error means that another write was faster
 * @throws 503 `unavailable` where the conflicts do not end; what `change` throws
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
