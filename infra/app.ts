import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Annotations, App } from "aws-cdk-lib";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { parse } from "yaml";
import { parseOpenApi } from "./api-projection.ts";
import { readSettings } from "./read-settings.ts";
import { isEmulated } from "./settings.ts";
import { stageFile } from "./stage-file.ts";
import { WaybillStack } from "./waybill-stack.ts";

const projectRoot = join(import.meta.dirname, "..");

function main(): void {
  const app = new App({ context: recommendedFlags });
  const settings = readSettings(projectRoot, (key) => app.node.tryGetContext(key));
  // A stack under test has operations that openapi.yaml has not; see tests/e2e/start-cloud.ts.
  const documentFile = resolve(projectRoot, String(app.node.tryGetContext("openapi") ?? "openapi.yaml"));
  const stack = new WaybillStack(app, `waybill-${settings.stage}`, {
    settings,
    document: parseOpenApi(parse(readFileSync(documentFile, "utf8"))),
    dist: join(projectRoot, "dist"),
  });
  if (!settings.jwtIssuer) {
    Annotations.of(stack).addWarningV2(
      "waybill:issuer",
      isEmulated(settings.stage)
        ? "No token issuer is set, so every operation that needs a caller will answer 401, also to the tokens of npm run token: deploy with npm start, which sets its own, or add -c jwtIssuer=https://…"
        : `No token issuer is set, so every operation that needs a caller will answer 401: add jwtIssuer to ${stageFile(settings.stage)}.`,
    );
  } else if (!settings.jwksUri && !settings.jwks) {
    Annotations.of(stack).addWarningV2(
      "waybill:jwks-uri",
      `No address of the issuer's keys is set, so they are looked for at its /.well-known/jwks.json, which not every issuer has: add jwksUri to ${stageFile(settings.stage)}, or deploy with npm run deploy, which finds it.`,
    );
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
