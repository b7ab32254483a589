import * as z from "zod/mini";
import { oneOf, text } from "../platform/http/answer-codecs.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { assetType, readAsset } from "./assets.ts";
import { checkTable } from "./check-table.ts";
import { docsPage, docsPagePolicy, START_SCRIPT, startScript } from "./docs-page.ts";

const Health = z.strictObject({ status: z.literal("ok") }).check(z.meta({ id: "Health" }));
const OpenapiDocument = z.looseObject({ openapi: z.string() }).check(z.meta({ id: "OpenapiDocument" }));
const AssetName = z
  .string()
  .check(
    z.regex(/^[a-z0-9-]+\.(?:js|css)$/),
    z.meta({ description: "A file that the page names", examples: ["swagger-ui.css"] }),
  );

/** Swagger UI's files change only with its version; our own may change with every deployment. */
const ONE_DAY = { "Cache-Control": "public, max-age=86400" } as const;
const ASK_EACH_TIME = { "Cache-Control": "no-cache" } as const;

const cacheHeaders = {
  "Cache-Control": z.enum([ONE_DAY["Cache-Control"], ASK_EACH_TIME["Cache-Control"]]),
};

export const getHealth = operation({
  summary: "Whether the API can reach its table",
  description: "For load balancers and monitors: 200 when a read of the table succeeds, else 503.",
  route: "GET /health",
  allow: "public",
  answers: { 200: Health },
  handle: async () => {
    await checkTable();
    return answer(200, { status: "ok" as const });
  },
});

export const getOpenapi = operation({
  summary: "The API's contract, OpenAPI 3.1",
  description: "This document. Its server is the one that it was read from.",
  route: "GET /openapi.json",
  allow: "public",
  answers: { 200: OpenapiDocument },
  answerHeaders: cacheHeaders,
  handle: async () => {
    const document = OpenapiDocument.parse(JSON.parse(await readAsset("openapi.json")));
    return answer(200, document, { headers: ASK_EACH_TIME });
  },
});

export const getDocs = operation({
  summary: "The API's contract as a page to read and try",
  description: "Requests that are tried on the page are real: they go to the server that the page was read from.",
  route: "GET /docs",
  allow: "public",
  answers: { 200: text("text/html") },
  answerHeaders: { ...cacheHeaders, "Content-Security-Policy": z.literal(docsPagePolicy) },
  handle: async () =>
    answer(200, docsPage(), { headers: { ...ASK_EACH_TIME, "Content-Security-Policy": docsPagePolicy } }),
});

export const getDocsAsset = operation({
  summary: "A file of the documentation page",
  description: "Its script or style sheet, from the API's own origin.",
  route: "GET /docs/{asset}",
  allow: "public",
  path: { asset: AssetName },
  answers: { 200: oneOf(text, "text/javascript", "text/css") },
  answerHeaders: cacheHeaders,
  handle: async ({ path: { asset } }) => {
    const mediaType = assetType(asset);
    if (asset === START_SCRIPT) return answer(200, { mediaType, content: startScript }, { headers: ASK_EACH_TIME });
    const content = await readAsset(`assets/${asset}`).catch(() => undefined);
    if (content === undefined) throw problemError(notFound, `The page has no file ${asset}.`);
    return answer(200, { mediaType, content }, { headers: ONE_DAY });
  },
});
