import { api } from "../../functions/platform/http/api.ts";
import * as operations from "./operations.ts";

/** Deployed for tests only: an API function whose operations take and give other media than JSON. */
export const handler = api(operations);
