import * as z from "zod/mini";

/**
 * The schemas of ids that may be logged, because they identify no person. Other path parameters are never logged.
 */
export const loggedIds = z.registry<object>();
