import { configDefaults, defineConfig } from "vitest/config";
import { minutesFile } from "./tooling/minutes.ts";
import { MinutesReporter } from "./tooling/minutes-reporter.ts";

const everywhere = [
  "functions/**",
  "events/**",
  "client/**",
  "tooling/**",
  "local/**",
  "ops/**",
  "tests/prove/*/**",
  "tests/compat/**",
  "tests/stripe-fake/**",
  "tests/stripe-mock/**",
  "bench/memory/**",
  "bench/cost/**",
];

/** The money protocol, state by state: a part of the proof. */
const model = "tests/prove/model/**/*.test.ts";

/** Pages of docs/ whose code is applied to a copy of the project, which is type-checked and built: `npm run test:guides`. */
const guides = "tooling/adding-a-slice.test.ts";

/** What is tested of the way to run LocalStack without Docker, on one of its own; `npm run test:localstack` asks for it. */
const localStack = {
  extends: true as const,
  test: {
    name: "localstack",
    sequence: { groupOrder: 2 },
    include: ["local/localstack/**/*.integration.ts"],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
};

/** The adapter's tests, with a look at each of their requests by stripe-mock; `npm run test:stripe-mock` asks for it. */
const stripeMock = {
  extends: true as const,
  test: {
    name: "stripe-mock",
    sequence: { groupOrder: 0 },
    setupFiles: ["tests/stripe-mock/check-requests.ts"],
    include: ["functions/providers/stripe/**/*.test.ts", "tests/stripe-mock/answers.integration.ts"],
    env: { POWERTOOLS_DEV: "false", POWERTOOLS_LOG_LEVEL: "SILENT" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
};

/** Projects run one after the other, the quick ones first: each of the later ones keeps both cores busy by itself. */
export default defineConfig({
  test: {
    setupFiles: ["tests/no-colors.ts"],
    // First, so that the runner's own summary stays the last output.
    reporters: [...(minutesFile ? [new MinutesReporter()] : []), ...configDefaults.reporters],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: everywhere.map((place) => `${place}/*.test.ts`),
          exclude: [...configDefaults.exclude, model, guides],
          env: { POWERTOOLS_DEV: "false", POWERTOOLS_LOG_LEVEL: "SILENT" },
          testTimeout: 60_000,
          // Of two cores the runner takes one, unless it is told to.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        // The CDK takes seconds to load: once for all files, which share nothing but it.
        test: {
          name: "template",
          sequence: { groupOrder: 1 },
          isolate: false,
          include: ["tests/infra/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "cost",
          sequence: { groupOrder: 2 },
          include: ["bench/cost.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "prove",
          sequence: { groupOrder: 2 },
          include: ["tests/prove/*.test.ts", model],
          testTimeout: 60_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          sequence: { groupOrder: 3 },
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/e2e/start-cloud.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "fuzz",
          sequence: { groupOrder: 4 },
          include: ["tests/fuzz/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
      {
        extends: true,
        test: { name: "guides", sequence: { groupOrder: 5 }, include: [guides], testTimeout: 60_000 },
      },
      ...(process.env.WAYBILL_E2E_ENDPOINT === undefined ? [] : [localStack]),
      ...(process.env.STRIPE_MOCK_URL === undefined ? [] : [stripeMock]),
    ],
  },
});
