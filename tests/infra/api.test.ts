import { Match } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import * as z from "zod";
import { functionsWith } from "../../functions/registry/functions.ts";
import { lambdaFunction, lambdaFunctions } from "./resources.ts";
import { openApi, Reference, resources, synthesize, withStripe } from "./synthesize.ts";

const Definition = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string().optional(),
        "x-amazon-apigateway-integration": z.object({
          type: z.literal("aws_proxy"),
          httpMethod: z.literal("POST"),
          uri: Reference,
        }),
      }),
    ),
  ),
});

const functions = functionsWith("sandbox");
const template = synthesize({ stage: "prod", corsOrigins: "https://shop.example" });
const [api] = resources(
  template,
  "AWS::ApiGateway::RestApi",
  z.object({ Name: z.string(), Body: z.unknown(), Mode: z.string() }),
);
const definition = Definition.parse(api?.properties.Body);

function functionBehind(path: string, method: string): string | undefined {
  const uri = definition.paths[path]?.[method]?.["x-amazon-apigateway-integration"].uri;
  return functions.find(({ name }) =>
    uri?.includes(`/functions/\${${lambdaFunction(template, name).id}.Arn}/invocations`),
  )?.name;
}

const operations = Object.entries(openApi.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) => (operation ? [{ path, method, ...operation }] : [])),
);

/** The paths that the function with this name serves. */
function pathsOf(name: string): string[] {
  return operations.filter(({ tags }) => tags[0] === name).map(({ path }) => path);
}

const deployedOperations = operations.filter(({ tags }) => functions.some(({ name }) => name === tags[0]));

test.each(deployedOperations)(
  "$operationId ($method $path) is served by the function $tags.0",
  ({ path, method, operationId, tags }) => {
    expect(definition.paths[path]?.[method]?.operationId).toBe(operationId);
    expect(functionBehind(path, method)).toBe(tags[0]);
  },
);

test("the definition is an OpenAPI 3.0.1 document without schemas", () => {
  expect(definition.openapi).toBe("3.0.1");
  expect(JSON.stringify(api?.properties.Body)).not.toMatch(/schema|components|requestBody|content"/i);
});

test("the definition replaces the one before and gives the API its name", () => {
  expect(api?.properties.Mode).toBe("overwrite");
  expect(definition.info.title).toBe("waybill-prod");
  expect(api?.properties.Name).toBe("waybill-prod");
});

test("the definition has every path of openapi.yaml, the unknown and the empty one, and no other", () => {
  const ofStripe = pathsOf("webhooks");
  const itsPaths = Object.keys(openApi.paths).filter((path) => !ofStripe.includes(path));
  expect(Object.keys(definition.paths)).toEqual([...itsPaths, "/", "/{proxy+}"]);
});

test.each([
  ["manual", {}, []],
  ["sandbox", {}, ["sandbox"]],
  ["stripe", withStripe, ["webhooks"]],
])("payment provider %s: its stage has the function and the paths that only it needs", (provider, more, names) => {
  const other = synthesize({ stage: "prod", paymentProvider: provider, ...more });
  const [itsApi] = resources(other, "AWS::ApiGateway::RestApi", z.object({ Body: z.unknown() }));
  const itsPaths = Object.keys(Definition.parse(itsApi?.properties.Body).paths);

  for (const name of ["sandbox", "webhooks"]) {
    const paths = pathsOf(name);
    expect(paths).not.toEqual([]);
    expect(itsPaths.filter((path) => paths.includes(path))).toEqual(names.some((own) => own === name) ? paths : []);
  }
  expect([...lambdaFunctions(other).keys()].toSorted()).toEqual(
    functionsWith(provider)
      .map(({ name }) => name)
      .toSorted(),
  );
});

test.each(["/", "/{proxy+}"])("whatever the method, %s is answered by the site", (path) => {
  for (const method of ["get", "put", "post", "delete", "options", "head", "patch"]) {
    expect(functionBehind(path, method)).toBe("site");
  }
});

test("every path's function is asked for the methods that the path does not have, to answer 405", () => {
  for (const { path, tags } of deployedOperations) {
    for (const method of ["get", "put", "post", "delete", "head", "patch"]) {
      expect(functionBehind(path, method), `${method} ${path}`).toBe(tags[0]);
    }
  }
});

test("a path with operations of two functions stops the synth", () => {
  const get = { operationId: "getThing", tags: ["orders"] as [string] };
  const paths = { "/things": { get, post: { operationId: "makeThing", tags: ["payments"] as [string] } } };
  expect(() => synthesize({}, { ...openApi, paths })).toThrow("/things have the tags orders, payments");
});

test("bodies of any media type pass byte for byte, on every engine", () => {
  const Binary = z.object({ BinaryMediaTypes: z.array(z.string()), Body: z.looseObject({}) });
  const [binary] = resources(template, "AWS::ApiGateway::RestApi", Binary);
  expect(binary?.properties.BinaryMediaTypes).toEqual(["*/*"]);
  expect(binary?.properties.Body["x-amazon-apigateway-binary-media-types"]).toEqual(["*/*"]);
});

test("every path answers a browser's preflight", () => {
  for (const path of Object.keys(definition.paths)) expect(functionBehind(path, "options")).toBe("site");
});

test("an operation whose tag no function serves stops the synth", () => {
  const paths = { "/gifts": { get: { operationId: "listGifts", tags: ["gifts"] as [string] } } };
  expect(() => synthesize({}, { ...openApi, paths })).toThrow('the tag "gifts", which no function serves');
});

test("API Gateway may invoke each API function, and only for this API", () => {
  const Permission = z.object({ FunctionName: Reference, Principal: z.string(), SourceArn: Reference });
  const invoked = resources(template, "AWS::Lambda::Permission", Permission)
    .map(({ properties }) => properties)
    .filter(({ Principal }) => Principal === "apigateway.amazonaws.com");
  const apiFunctions = functions.filter(({ kind }) => kind === "api").map(({ name }) => lambdaFunction(template, name));
  expect(invoked.map(({ FunctionName }) => FunctionName).sort()).toEqual(
    apiFunctions.map(({ id }) => `\${${id}.Arn}`).sort(),
  );
  for (const { SourceArn } of invoked) expect(SourceArn).toContain(`\${${api?.id}}`);
});

test("the stage is v1 and throttled", () => {
  template.hasResourceProperties("AWS::ApiGateway::Stage", {
    StageName: "v1",
    MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 })],
  });
});
