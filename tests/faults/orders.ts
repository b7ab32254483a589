import { handler as usual } from "../../functions/orders/handler.ts";
import { withCrash } from "./crash.ts";

export const handler = withCrash(usual);
