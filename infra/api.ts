import { createHash } from "node:crypto";
import { CfnOutput, Duration, Stack, Validations } from "aws-cdk-lib";
import { ApiDefinition, EndpointType, RestApiMode, SpecRestApi } from "aws-cdk-lib/aws-apigateway";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { functions, isDeployedWith } from "../functions/registry/functions.ts";
import { type ApiProjection, binaryMediaTypes, type OpenApiDocument, projectApi } from "./api-projection.ts";
import { gatewayProblems, problemHeaders, problemTemplate } from "./gateway-problems.ts";
import { RunbookAlarm } from "./runbook-alarm.ts";
import type { Settings } from "./settings.ts";

export interface WaybillApiProps {
  settings: Settings;
  document: OpenApiDocument;
  /** The function that serves the operations with a tag. */
  functionOf: ReadonlyMap<string, LambdaFunction>;
}

/** The REST API, made from openapi.yaml: stage `v1`, throttled, its own errors as problem documents. */
export class WaybillApi extends Construct {
  readonly api: SpecRestApi;

  constructor(scope: Construct, id: string, { settings, document, functionOf }: WaybillApiProps) {
    super(scope, id);
    const { stage, corsOrigins, throttleRate, throttleBurst, alarmTopicArn } = settings;
    const name = `waybill-${stage}`;
    const projection = (revision: string) =>
      projectApi(document, {
        integrationUri: (tag) => integrationUri(tag, functionOf),
        leaveOut: tagsElsewhere(settings.paymentProvider),
        fallbackTag: "site",
        // An overwriting import takes the API's name and description from the definition.
        title: name,
        description: `Waybill ${stage}, revision ${revision}`,
      });
    const revision = this.#hash({ definition: projection(""), gatewayProblems, corsOrigins });

    this.api = new SpecRestApi(this, "Api", {
      restApiName: name,
      binaryMediaTypes: [...binaryMediaTypes],
      apiDefinition: ApiDefinition.fromInline(projection(revision) satisfies ApiProjection),
      mode: RestApiMode.OVERWRITE,
      endpointTypes: [EndpointType.REGIONAL],
      deployOptions: {
        stageName: "v1",
        throttlingRateLimit: throttleRate,
        throttlingBurstLimit: throttleBurst,
      },
      cloudWatchRole: false,
    });
    this.api.node.tryRemoveChild("Endpoint"); // its generated output: we name our own
    this.#answerWithProblems(revision, corsOrigins);
    this.#mayInvoke(functionOf);
    this.#acknowledgeRules();
    this.#outputs();

    new RunbookAlarm(this, "ServerErrors", {
      meaning: "The API answers requests with 5xx.",
      section: "the-api-answers-5xx",
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: "sum" }),
      above: 4,
      topicArn: alarmTopicArn,
    });
  }

  /**
   * Importing a definition resets the gateway responses, and CloudFormation does not set unchanged ones again
   * (github.com/aws/aws-cdk/issues/28652). So their ids name the revision of the definition: with a new definition they
   * are created again. A deployment is a snapshot, so it waits for them.
   */
  #answerWithProblems(revision: string, corsOrigins: readonly string[]): void {
    const reason = "The drift it warns of is what the ids avoid.";
    Validations.of(this.api).acknowledge(
      { id: "CloudFormation-Validate::W3660", reason },
      { id: "cfn-lint::W3660", reason },
    );
    for (const problem of gatewayProblems) {
      this.api.addGatewayResponse(`${problem.type.responseType}-${revision}`, {
        type: problem.type,
        statusCode: String(problem.status),
        responseHeaders: problemHeaders(problem, corsOrigins),
        templates: { "application/json": problemTemplate(problem) },
      });
    }
  }

  #mayInvoke(functionOf: ReadonlyMap<string, LambdaFunction>): void {
    for (const lambda of functionOf.values()) {
      lambda.addPermission("Api", {
        principal: new ServicePrincipal("apigateway.amazonaws.com"),
        sourceArn: this.api.arnForExecuteApi("*", "/*", "v1"),
      });
    }
  }

  #acknowledgeRules(): void {
    const logged =
      "Each function logs its requests, and the API's metrics count those that reach none. Logs of the gateway itself need " +
      "a role that belongs to the whole account and region, not to one stack.";
    Validations.of(this.api).acknowledge(
      {
        id: "AwsSolutions::AwsSolutions-APIG2",
        reason: "The functions validate requests with the same schemas, and say which field is wrong.",
      },
      { id: "AwsSolutions::AwsSolutions-APIG1", reason: logged },
      { id: "AwsSolutions::AwsSolutions-APIG6", reason: logged },
      { id: "Serverless::Serverless-APIGWAccessLogging", reason: logged },
      {
        id: "AwsSolutions::AwsSolutions-APIG3",
        reason:
          "A firewall is paid by the month, and its rules follow from the shop: who wants one attaches it to the stage.",
      },
      {
        id: "Serverless::Serverless-APIGWXrayEnabled",
        reason: "X-Ray is paid for each trace; every log line has the request's id.",
      },
    );
  }

  #outputs(): void {
    const stack = Stack.of(this);
    new CfnOutput(stack, "ApiId", { value: this.api.restApiId });
    new CfnOutput(stack, "ApiUrl", { value: this.api.url });
  }

  #hash(value: unknown): string {
    const resolved: unknown = Stack.of(this).resolve(value);
    return createHash("sha256").update(JSON.stringify(resolved)).digest("hex").slice(0, 8);
  }
}

/** The tags of functions that only stages with another payment provider have. */
function tagsElsewhere(provider: string): string[] {
  return functions.flatMap((declared) =>
    declared.kind === "api" && !isDeployedWith(provider, declared) ? declared.tag : [],
  );
}

function integrationUri(tag: string, functionOf: ReadonlyMap<string, LambdaFunction>): string {
  const lambda = functionOf.get(tag);
  if (!lambda) throw new Error(`openapi.yaml has operations with the tag "${tag}", which no function serves.`);
  const { partition, region } = Stack.of(lambda);
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${lambda.functionArn}/invocations`;
}
