import { handler as usual } from "../../functions/shipping/handler.ts";
import { crashing } from "./crash.ts";

export const handler = crashing(usual);
