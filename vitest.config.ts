import { defineConfig } from "vitest/config";

const everywhere = ["functions/**", "events/**", "build/**", "local/**", "ops/**", "tests/prove/*/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: everywhere.map((place) => `${place}/*.test.ts`),
          env: { POWERTOOLS_DEV: "false", POWERTOOLS_LOG_LEVEL: "SILENT" },
          testTimeout: 30_000,
        },
      },
      {
        // The CDK takes seconds to load: once for all files, which share nothing but it.
        test: {
          name: "template",
          isolate: false,
          include: ["tests/infra/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { name: "prove", include: ["tests/prove/*.test.ts"], hookTimeout: 600_000 },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/e2e/start-cloud.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
