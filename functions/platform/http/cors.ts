import httpCors from "@middy/http-cors";
import { settingOr } from "../runtime/settings.ts";
import type { HttpResponse } from "./problem-response.ts";

/** Lets pages of the configured origins (`CORS_ORIGINS`, comma-separated, or `*`) read answers, also the refusals. */
export function cors() {
  return httpCors({
    origins: settingOr("CORS_ORIGINS", "*").split(","),
    exposeHeaders: "ETag, Retry-After, x-request-id, Idempotent-Replayed, WWW-Authenticate",
  });
}

/**
 * The answer to a browser that asks whether it may send a request (Fetch, 4.8). It is the same for every path: what a
 * path does not have, the request itself is told. Chromium keeps it for two hours at most.
 */
export const preflight: HttpResponse = {
  statusCode: 204,
  headers: {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, If-Match",
    "Access-Control-Max-Age": "7200",
  },
  body: "",
};
