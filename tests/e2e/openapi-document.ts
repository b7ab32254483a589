import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";

const Media = z.record(z.string(), z.object({ schema: z.unknown() }));
const Response = z.object({ "x-codes": z.array(z.string()).optional(), content: Media.optional() });
const Operation = z.object({
  operationId: z.string(),
  "x-allow": z.partialRecord(z.enum(["customer", "staff", "service"]), z.enum(["own", "any"])).optional(),
  responses: z.record(z.string(), Response),
});
export type Operation = z.output<typeof Operation>;

const file = readFileSync(join(import.meta.dirname, "../../openapi.yaml"), "utf8");

/** openapi.yaml as it is checked in. */
export const openapiDocument: object = z.looseObject({}).parse(parse(file));

/** Its operations by path and method; what is no operation of ours has no place in it. */
export const operationsByPath = z
  .object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })
  .parse(openapiDocument).paths;
