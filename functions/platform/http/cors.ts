import httpCors from "@middy/http-cors";
import { listSetting } from "../runtime/settings.ts";
import type { HttpResponse } from "./answer-response.ts";
import { contentSecurityPolicy } from "./security-headers.ts";

/** Lets pages of the configured origins (`CORS_ORIGINS`, comma-separated, or `*`) read answers, errors included. */
export function cors() {
  return httpCors({
    origins: [...(listSetting("CORS_ORIGINS") ?? ["*"])],
    exposeHeaders: "ETag, Retry-After, x-request-id, Idempotent-Replayed, WWW-Authenticate",
  });
}

/**
 * The answer to a browser that asks whether it may send a request (Fetch, 4.8). It is the same for every path; a
 * method that the path does not have gets 405. Chromium caches it for at most two hours.
 */
export function preflightResponse(requestId: string): HttpResponse {
  return {
    statusCode: 204,
    headers: {
      "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
      "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, If-Match",
      "Access-Control-Max-Age": "7200",
      "Content-Security-Policy": contentSecurityPolicy,
      "x-request-id": requestId,
    },
    body: "",
  };
}
