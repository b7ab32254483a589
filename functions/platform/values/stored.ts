import * as z from "zod/mini";

/**
 * An object as part of a stored item. Unknown attributes are kept, so that during a deployment the old code can read
 * and write back what the new code stored.
 */
export function stored<Shape extends z.core.$ZodShape>(object: z.ZodMiniObject<Shape, z.core.$strict>) {
  return z.looseObject(object.shape);
}
