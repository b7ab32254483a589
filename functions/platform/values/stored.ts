import * as z from "zod/mini";

/**
 * An object as a part of a stored item: attributes that it does not name are kept, so that code of the last version,
 * still running while the next one is deployed, can read and write back what the next one has stored.
 */
export function stored<Shape extends z.core.$ZodShape>(object: z.ZodMiniObject<Shape, z.core.$strict>) {
  return z.looseObject(object.shape);
}
