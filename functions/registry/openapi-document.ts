import project from "../../package.json" with { type: "json" };
import { type DocumentHead, documentOf } from "../platform/http/document.ts";
import { withExamples } from "./add-examples.ts";
import { apiFunctions } from "./api-functions.ts";
import { introduction, TOKENS_IN_WORDS } from "./introduction.ts";
import { recordedExamples } from "./recorded-examples.ts";

/**
 * The API's contract, from every slice's operations. A tag is the function that serves its operations.
 *
 * @param testTags what only a stack under test has
 */
export function openApiDocument(testTags: DocumentHead["tags"] = []): object {
  const recorded = recordedExamples();
  const document = documentOf({
    title: "Waybill",
    version: project.version,
    description: introduction(recorded.walkthrough),
    tokens: TOKENS_IN_WORDS,
    tags: [...apiFunctions, ...testTags],
  });
  return withExamples(document, recorded);
}
