import { handler as usual } from "../../functions/shipping/handler.ts";
import { withCrash } from "./crash.ts";

export const handler = withCrash(usual);
