import { handler as usual } from "../../functions/orders/handler.ts";
import { crashing } from "./crash.ts";

export const handler = crashing(usual);
