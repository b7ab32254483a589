import * as z from "zod/mini";

/** How many there are, as an answer says it. */
export const Count = z.int().check(z.minimum(0));
