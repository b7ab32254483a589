import { api } from "../platform/http/api.ts";
import * as operations from "./operations.ts";

export const handler = api(operations);
