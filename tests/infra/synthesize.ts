import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { parse } from "yaml";
import * as z from "zod";
import { type OpenApiDocument, parseOpenApi } from "../../infra/api-projection.ts";
import { parseSettings, settingFromText } from "../../infra/settings.ts";
import { WaybillStack } from "../../infra/waybill-stack.ts";
import { writePlaceholderBundles } from "../../tooling/placeholder-bundles.ts";

export const openApi: OpenApiDocument = parseOpenApi(
  parse(readFileSync(join(import.meta.dirname, "../../openapi.yaml"), "utf8")),
);

/** A stage (dev, if none is named) and what it chooses; a text is read as on a command line. */
export interface StageAndSettings {
  stage?: string;
  [setting: string]: unknown;
}

/** What a stage with the provider stripe chooses. */
export const withStripe = {
  paymentProvider: "stripe",
  paymentSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:waybill/prod/stripe-Ab12Cd",
} as const;

/** The template of a stage with some settings. */
export function synthesize(settings: StageAndSettings = {}, document = openApi): Template {
  return synthesizeStack(settings, (stack) => Template.fromStack(stack), document);
}

/** What the CDK warns of when it deploys a stage with these settings. */
export function warnings(settings: StageAndSettings): string[] {
  return synthesizeStack(settings, (stack) =>
    Annotations.fromStack(stack)
      .findWarning("*", Match.anyValue())
      .map(({ entry }) => String(entry.data)),
  );
}

/** What `look` sees of a stage's stack. The CDK's own validation runs at every synth, and is left out to be quick. */
export function synthesizeStack<Seen>(
  { stage = "dev", ...given }: StageAndSettings,
  look: (stack: WaybillStack) => Seen,
  document = openApi,
): Seen {
  const folder = mkdtempSync(join(tmpdir(), "waybill-template-"));
  try {
    const app = new App({
      outdir: join(folder, "cdk.out"),
      context: { "@aws-cdk/core:validateAgainstDefaultRules": false },
    });
    const settings = parseSettings(stage, { allowSandbox: true, ...fromTexts(given) });
    const dist = join(folder, "dist");
    writePlaceholderBundles(dist);
    return look(new WaybillStack(app, `waybill-${settings.stage}`, { settings, dist, document }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fromTexts(settings: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(settings);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === "string" ? settingFromText(name, value) : value]),
  );
}

/** A reference to another resource, or a text with references in it, as one text: `${Table.Arn}/index/byList`. */
export const Reference = z.preprocess(spell, z.string());

function spell(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("Ref" in value) return `\${${value.Ref}}`;
  if ("Fn::GetAtt" in value && Array.isArray(value["Fn::GetAtt"])) return `\${${value["Fn::GetAtt"].join(".")}}`;
  if ("Fn::Join" in value && Array.isArray(value["Fn::Join"])) {
    const [separator, parts]: unknown[] = value["Fn::Join"];
    if (Array.isArray(parts)) return parts.map(spell).join(String(separator));
  }
  return value;
}

/** The resources of a type with the properties that a test reads, by logical id. */
export function resources<Properties extends z.ZodType>(template: Template, type: string, properties: Properties) {
  const found = Object.entries(template.findResources(type));
  if (found.length === 0) throw new Error(`The template has no ${type}.`);
  return found.map(([id, resource]) => ({ id, properties: properties.parse(resource.Properties) }));
}
