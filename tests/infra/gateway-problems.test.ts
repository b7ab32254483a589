import type { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import * as z from "zod";
import { openApi, resources, synthesize } from "./synthesize.ts";

const GatewayResponse = z.object({
  ResponseType: z.string(),
  StatusCode: z.string(),
  ResponseParameters: z.record(z.string(), z.string()),
  ResponseTemplates: z.object({ "application/json": z.string() }),
});

function gatewayResponses(template: Template) {
  return resources(template, "AWS::ApiGateway::GatewayResponse", GatewayResponse);
}

const template = synthesize({ stage: "prod", corsOrigins: "https://shop.example" });
const responses = gatewayResponses(template);

test.each(responses.map(({ properties }) => properties))("$ResponseType is a problem document", (response) => {
  const body: unknown = JSON.parse(response.ResponseTemplates["application/json"]);
  expect(body).toEqual({
    type: expect.stringMatching(/^urn:waybill:problem:[a-z_]+$/),
    title: expect.any(String),
    status: Number(response.StatusCode),
    detail: expect.any(String),
    code: expect.stringMatching(/^[a-z_]+$/),
    requestId: "$context.requestId",
  });
  expect(response.ResponseParameters).toMatchObject({
    "gatewayresponse.header.Content-Type": "'application/problem+json'",
    "gatewayresponse.header.x-request-id": "context.requestId",
    "gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example'",
  });
});

test.each([
  ["MISSING_AUTHENTICATION_TOKEN", "404"], // API Gateway's name for a path that it does not know
  ["REQUEST_TOO_LARGE", "413"],
  ["UNSUPPORTED_MEDIA_TYPE", "415"],
  ["THROTTLED", "429"],
  ["DEFAULT_4XX", "400"],
  ["DEFAULT_5XX", "500"],
])("%s is answered with %s", (type, status) => {
  expect(responses.find(({ properties }) => properties.ResponseType === type)?.properties.StatusCode).toBe(status);
});

test.each(responses.map(({ properties }) => properties).filter(({ StatusCode }) => /^(429|5..)$/.test(StatusCode)))(
  "$ResponseType, which may be sent again, says when",
  (response) => {
    expect(response.ResponseParameters["gatewayresponse.header.Retry-After"]).toMatch(/^'\d+'$/);
  },
);

test("a deployment waits for every gateway response, as it is a snapshot", () => {
  const [deployment] = Object.values(template.findResources("AWS::ApiGateway::Deployment"));
  expect(deployment?.DependsOn).toEqual(expect.arrayContaining(responses.map(({ id }) => id)));
});

test("a changed definition makes the gateway responses anew, as its import resets them", () => {
  const { "/health": _, ...paths } = openApi.paths;
  const changed = gatewayResponses(
    synthesize({ stage: "prod", corsOrigins: "https://shop.example" }, { ...openApi, paths }),
  );
  const ids = new Set(responses.map(({ id }) => id));
  expect(changed.filter(({ id }) => ids.has(id))).toEqual([]);
});

test("the same definition leaves them alone", () => {
  const again = gatewayResponses(synthesize({ stage: "prod", corsOrigins: "https://shop.example", logLevel: "DEBUG" }));
  expect(again).toEqual(responses);
});
