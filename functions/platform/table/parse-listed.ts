import { log, reasonOf } from "../runtime/logging.ts";
import type { StoredItem } from "./item.ts";

/** The items of a list, parsed. One that is damaged is left out and logged: it must not take the others' list away. */
export function parseListed<Thing>(items: readonly StoredItem[], parse: (item: StoredItem) => Thing): Thing[] {
  return items.flatMap((item) => {
    try {
      return [parse(item)];
    } catch (error) {
      log.error("left a damaged item out of a list", { key: `${item.pk}#${item.sk}`, reason: reasonOf(error) });
      return [];
    }
  });
}
