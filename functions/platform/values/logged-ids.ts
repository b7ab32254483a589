import * as z from "zod/mini";

/**
 * The schemas of ids that log lines may hold: they name a thing of the shop and no person. What a path holds beside
 * them is logged nowhere.
 */
export const loggedIds = z.registry<object>();
