import type { HttpResponse } from "./problem-response.ts";

/**
 * What a browser must not do with an answer: guess at its type, run or frame it, pass its address on, or come back
 * without TLS (OWASP, REST Security Cheat Sheet). A page allows itself what it needs with headers of its own.
 */
const headers = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** The response with those headers that it does not set itself. */
export function secured(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...headers, ...response.headers } };
}
