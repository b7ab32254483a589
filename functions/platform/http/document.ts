import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";
import { describeOperation, ProblemDocument } from "./describe-operation.ts";
import { describeParameters } from "./describe-parameters.ts";
import type { Operations } from "./operation.ts";

/** What a document has beside its operations. */
export interface DocumentHead {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Where a caller gets a token. */
  readonly tokens: string;
  /** The tags in the order in which they are shown; each is a slice. */
  readonly tags: readonly { readonly name: string; readonly description: string; readonly operations: Operations }[];
}

/** The API's contract as an OpenAPI 3.1 document, made from the operations alone. */
export function documentOf({ title, version, description, tokens, tags }: DocumentHead): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { name, operations } of tags) {
    for (const [operationId, operation] of Object.entries(operations)) {
      paths[operation.resource] = {
        ...paths[operation.resource],
        [operation.method.toLowerCase()]: describeOperation(operationId, name, operation),
      };
    }
  }
  const document: Parameters<typeof createDocument>[0] = {
    openapi: "3.1.0",
    info: { title, version, description, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "http://localhost:4000/v1", description: "The local cloud that `npm start` runs" }],
    tags: tags.map((tag) => ({ name: tag.name, description: tag.description })),
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: tokens } },
      schemas: { Problem: ProblemDocument },
    },
  };
  const created = createDocument(document, { override: ({ jsonSchema }) => leaveOutSafeIntegers(jsonSchema) });
  describeParameters(created);
  return created;
}

/** Zod bounds an integer by what JavaScript can count to, which says nothing about the API. */
function leaveOutSafeIntegers(jsonSchema: { minimum?: number; maximum?: number }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
