const slices = "inventory|orders|payments|shipping|audit";
const src = (pattern) => ({ path: pattern, pathNot: "\\.test\\.ts$" });

/** Which file may import which: docs/decisions/2026-11-21-layers.md says why. */
export default {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "platform-knows-no-slice",
      severity: "error",
      from: src("^functions/platform/"),
      to: { path: `^(functions/(?!platform/)|events/|infra/|local/|tests/)` },
    },
    {
      name: "values-are-pure",
      severity: "error",
      from: src("^functions/platform/values/"),
      to: {
        pathNot: "^(functions/platform/values/|node:crypto$|crypto$|node_modules/(zod|canonicalize|@scure/base)/)",
      },
    },
    {
      name: "rules-are-pure",
      severity: "error",
      from: src(
        "^functions/(inventory/(product|stock)|orders/(order|pending-effect|timing|draft-order|order-steps|fulfil-order)|payments/payment|shipping/shipment|audit/(rule|[a-z]+-rules|open-units|position)|[a-z]+/[a-z]+-events)\\.ts$",
      ),
      to: {
        path: "^(functions/|node_modules/|[a-z])",
        pathNot: [
          "^functions/platform/values/",
          "^functions/(inventory/(product|stock)|orders/(order|pending-effect|timing|order-steps)|payments/payment|shipping/shipment|audit/(rule|[a-z]+-rules|open-units))\\.ts$",
          "^events/",
          "^node_modules/zod/",
        ],
      },
    },
    {
      name: "tables-know-rules-and-aws",
      severity: "error",
      from: src("^functions/[a-z]+/[a-z]+-table\\.ts$"),
      to: {
        path: "^(functions|events|infra|local)/",
        pathNot: [
          "^functions/platform/(values|aws)/",
          "^functions/platform/settings\\.ts$",
          `^functions/(${slices})/(product|stock|order|payment|shipment)\\.ts$`,
        ],
      },
    },
    {
      name: "operations-stay-in-their-slice",
      severity: "error",
      from: src("^functions/([a-z]+)/operations\\.ts$"),
      to: {
        path: "^functions/",
        pathNot: [
          "^functions/$1/",
          "^functions/platform/(http|values)/",
          `^functions/(${slices})/(product|stock|order|payment|shipment)\\.ts$`,
          "^functions/orders/change-order\\.ts$",
        ],
      },
    },
    {
      name: "use-cases-do-not-call-each-other-across-slices",
      comment: "resumeOrder, and reading or changing one order, are shared; everything else belongs to its slice",
      severity: "error",
      from: src(`^functions/(${slices})/`),
      to: {
        path: `^functions/(${slices})/`,
        pathNot: [
          "^functions/$1/",
          `^functions/(${slices})/[a-z]+-(table|api|events)\\.ts$`,
          `^functions/(${slices})/(product|stock|order|payment|shipment|fulfil-order)\\.ts$`,
          "^functions/orders/(pending-effect|timing)\\.ts$",
          "^functions/orders/(resume-order|change-order|timing-settings)\\.ts$",
          "^functions/payments/(ask-provider|load-provider|payment-provider)\\.ts$",
        ],
      },
    },
    {
      name: "http-stays-at-the-edge",
      comment: "only operations and handlers, the API's entries, know HTTP",
      severity: "error",
      from: {
        path: "^functions/",
        pathNot: ["^functions/platform/http/", "/(operations|handler|openapi-document)\\.ts$", "\\.test\\.ts$"],
      },
      to: { path: "^functions/platform/http/" },
    },
    {
      name: "relay-reads-only-tables-and-events",
      severity: "error",
      from: src("^functions/relay/"),
      to: { path: "^functions/", pathNot: ["^functions/(relay|platform)/", "-(table|events)\\.ts$"] },
    },
    {
      name: "events-know-values-only",
      severity: "error",
      from: src("^events/"),
      to: { path: "^(functions|infra|local)/", pathNot: "^functions/platform/values/" },
    },
    {
      name: "infra-knows-no-function",
      severity: "error",
      from: src("^infra/"),
      to: { path: "^(functions|local|tests)/" },
    },
    {
      name: "functions-know-no-infrastructure",
      severity: "error",
      from: src("^(functions|events)/"),
      to: { path: "^(infra|local|build|ops|tests|bench)/" },
    },
    {
      name: "no-dev-dependency-in-functions",
      severity: "error",
      from: { path: "^functions/", pathNot: ["\\.test\\.ts$", "^functions/platform/http/document\\.ts$"] },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|cdk\\.out)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
