/**
 * The folders and what each may import; tests beside the code are free. A folder's rule covers what no deeper folder
 * below it covers. CONTRIBUTING.md says what each folder is for.
 */
const platform = ["functions/platform/runtime", "functions/platform/table", "functions/platform/values"];
const slice = ["functions/platform/http", "functions/platform/messages", ...platform];
const mayImport = {
  events: [],
  client: [],

  "functions/platform/values": [],
  "functions/platform/runtime": ["functions/platform/values"],
  "functions/platform/table": ["events", "functions/platform/runtime", "functions/platform/values"],
  "functions/platform/messages": [
    "events",
    "functions/platform/runtime",
    "functions/platform/table",
    "functions/platform/values",
  ],
  "functions/platform/http": ["functions/platform/runtime", "functions/platform/values"],

  "functions/inventory/rules": ["events", "functions/platform/values"],
  "functions/inventory": ["events", "functions/inventory/rules", ...slice],

  "functions/providers": ["functions/platform/http", ...platform],

  "functions/orders/rules": ["events", "functions/inventory/rules", "functions/platform/values"],
  "functions/orders/api": ["functions/inventory/rules", "functions/orders/rules", "functions/platform/values"],
  "functions/orders/effects": ["functions/orders/rules", "functions/providers", ...platform],
  "functions/orders": [
    "functions/inventory",
    "functions/inventory/rules",
    "functions/orders/api",
    "functions/orders/effects",
    "functions/orders/rules",
    "functions/providers",
    ...slice,
  ],

  "functions/backorders": [
    "events",
    "functions/inventory",
    "functions/inventory/rules",
    "functions/orders",
    "functions/orders/rules",
    ...slice,
  ],
  "functions/payments": [
    "functions/inventory/rules",
    "functions/orders",
    "functions/orders/api",
    "functions/orders/rules",
    "functions/providers",
    ...slice,
  ],
  "functions/shipping": [
    "events",
    "functions/inventory",
    "functions/inventory/rules",
    "functions/orders",
    "functions/orders/api",
    "functions/orders/rules",
    ...slice,
  ],

  "functions/documents": [
    "functions/inventory",
    "functions/inventory/rules",
    "functions/orders",
    "functions/orders/api",
    "functions/orders/rules",
    ...slice,
  ],

  "functions/returns": [
    "functions/inventory",
    "functions/inventory/rules",
    "functions/orders",
    "functions/orders/api",
    "functions/orders/rules",
    ...slice,
  ],

  "functions/audit/rules": ["functions/inventory/rules", "functions/orders/rules", "functions/platform/values"],
  "functions/audit": [
    "functions/audit/rules",
    "functions/inventory",
    "functions/inventory/rules",
    "functions/orders",
    "functions/orders/rules",
    ...slice,
  ],
  "functions/relay": ["events", "functions/registry", ...platform],
  "functions/sweeper": ["functions/registry", ...platform],
  "functions/site": slice,

  "functions/registry": [
    "functions/audit",
    "functions/backorders",
    "functions/documents",
    "functions/inventory",
    "functions/orders",
    "functions/payments",
    "functions/providers",
    "functions/returns",
    "functions/shipping",
    "functions/site",
    "functions/platform/http",
    "functions/platform/messages",
    "functions/platform/table",
    "functions/platform/values",
  ],

  infra: ["functions/inventory/rules", "functions/orders/rules", "functions/platform/values", "functions/registry"],
  local: ["client", "infra"],
  tooling: [
    "events",
    "functions/documents",
    "functions/inventory/rules",
    "functions/orders/rules",
    "functions/platform/values",
    "functions/registry",
    "infra",
    "local",
  ],
  ops: ["client", "functions/platform/values", "functions/providers", "functions/registry", "infra", "local"],
};

/** Folders whose files do no input or output: what they may import from packages and from Node.js. */
const pure = [
  "events",
  "functions/platform/values",
  "functions/inventory/rules",
  "functions/orders/rules",
  "functions/audit/rules",
];
const purePackages = "^node_modules/(zod|canonicalize|@scure/base)/|^(node:)?(crypto|util)$";

const isCode = "\\.(ts|mjs)$";
const isTest = "\\.(test|integration)\\.ts$";
const folders = Object.keys(mayImport);
/** Every folder of the project's own code, so that a rule forbids what its list leaves out. */
const ownCode = "^(functions|events|client|infra|tooling|local|ops|tests|bench)/";

function filesOf(folder) {
  const deeper = folders.filter((other) => other.startsWith(`${folder}/`));
  return { path: `^${folder}/.*${isCode}`, pathNot: [isTest, ...deeper.map((other) => `^${other}/`)] };
}

function allowed(folder) {
  return [folder, ...mayImport[folder]].map((name) => {
    const deeper = folders.filter((other) => other.startsWith(`${name}/`)).map((other) => other.slice(name.length + 1));
    return deeper.length === 0 ? `^${name}/` : `^${name}/(?!(${deeper.join("|")})/)`;
  });
}

export default {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-circular-folders",
      severity: "error",
      scope: "folder",
      from: { pathNot: "^tests/" },
      to: { circular: true },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    ...folders.map((folder) => ({
      name: folder,
      severity: "error",
      from: filesOf(folder),
      to: { path: ownCode, pathNot: allowed(folder) },
    })),
    ...pure.map((folder) => ({
      name: `${folder} is pure`,
      severity: "error",
      from: filesOf(folder),
      to: { pathNot: [ownCode, purePackages] },
    })),
    {
      name: "http-stays-at-the-edge",
      comment: "only operations and handlers, the API's entries, know HTTP",
      severity: "error",
      from: {
        path: "^functions/",
        pathNot: [
          "^functions/platform/http/",
          "/[a-z-]*operations\\.ts$",
          "/(handler|api-functions|openapi-document)\\.ts$",
          isTest,
        ],
      },
      to: { path: "^functions/platform/http/" },
    },
    {
      name: "no-dev-dependency-in-functions",
      severity: "error",
      from: {
        path: "^functions/",
        pathNot: [isTest, "^functions/platform/http/(document|describe-operation|describe-parameters)\\.ts$"],
      },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^(dist|cdk\\.out)/", isTest] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
