import project from "../../package.json" with { type: "json" };
import { type DocumentHead, documentOf } from "../platform/http/document.ts";
import { apiFunctions } from "./api-functions.ts";
import { introduction, TOKENS_IN_WORDS } from "./introduction.ts";

/**
 * The API's contract, from every slice's operations. A tag is the function that serves its operations.
 *
 * @param testTags what only a stack under test has
 */
export function openApiDocument(testTags: DocumentHead["tags"] = []): object {
  return documentOf({
    title: "Waybill",
    version: project.version,
    description: introduction(),
    tokens: TOKENS_IN_WORDS,
    tags: [...apiFunctions, ...testTags],
  });
}
