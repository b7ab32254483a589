import type { Write } from "../../../../functions/platform/table/conditional-write.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of products. */
export const catalogue: readonly Mutation[] = [
  guard<() => boolean>(
    "putProduct: decides again after a conflict",
    "isOvertaken",
    () => false,
    "a product is put twice at the same time, with other fields",
  ),
  guard<() => void>(
    "putProduct: no version of a product that does not exist",
    "requireNoVersion",
    () => {},
    "two clients put a product with the same If-Match, a third one that does not exist",
  ),
  guard<() => Write[]>(
    "words of a product: written with it, in one transaction",
    "wordChanges",
    () => [],
    "a product is created",
  ),
  {
    ...guard<() => boolean>("stock levels: looked at again after a conflict", "hasStockChanged", () => false),
    secondLine: "the message is delivered again after three minutes",
  },
];
