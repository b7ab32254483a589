import httpSecurityHeaders from "@middy/http-security-headers";

/**
 * What a browser must not do with an answer: guess its type, show it in a frame, pass its address on, or use HTTP without
 * TLS (OWASP, REST Security Cheat Sheet). The other headers of the middleware are for pages, of which this API has one.
 */
export function securityHeaders() {
  return httpSecurityHeaders({
    contentTypeOptions: { action: "nosniff" },
    frameOptions: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false, preload: false },
    // The middleware would replace the policy that a page sets for itself; see `contentSecurityPolicy`.
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: false,
    dnsPrefetchControl: false,
    downloadOptions: false,
    originAgentCluster: false,
    permissionsPolicy: false,
    permittedCrossDomainPolicies: false,
    poweredBy: false,
    reportingEndpoints: false,
    reportTo: false,
  });
}

/** The policy of every answer that does not set its own: it runs and loads nothing. */
export const contentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
