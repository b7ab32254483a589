import type { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import { functionsWith } from "../../functions/registry/functions.ts";
import { functionOutput } from "../../infra/output-names.ts";
import { Reference, resources } from "./synthesize.ts";

const Lambda = z.object({
  Runtime: z.string(),
  Handler: z.string(),
  Architectures: z.array(z.string()),
  MemorySize: z.number(),
  Timeout: z.number(),
  Role: Reference,
  LoggingConfig: z.object({
    LogGroup: Reference,
    LogFormat: z.string().optional(),
    SystemLogLevel: z.string().optional(),
    ApplicationLogLevel: z.string().optional(),
  }),
  ReservedConcurrentExecutions: z.number().optional(),
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({
    Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }).catchall(Reference),
  }),
});
export type LambdaFunction = z.infer<typeof Lambda> & { id: string };

/** The functions by their name in functions/registry/functions.ts. */
export function lambdaFunctions(template: Template): Map<string, LambdaFunction> {
  return new Map(
    resources(template, "AWS::Lambda::Function", Lambda).map(({ id, properties }) => [
      properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
      { id, ...properties },
    ]),
  );
}

export function lambdaFunction(template: Template, name: string): LambdaFunction {
  const found = lambdaFunctions(template).get(name);
  if (!found) throw new Error(`The template has no function ${name}.`);
  return found;
}

const Queue = z.object({
  VisibilityTimeout: z.number().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: Reference, maxReceiveCount: z.number() }).optional(),
});

export function queues(template: Template) {
  return resources(template, "AWS::SQS::Queue", Queue).map(({ id, properties }) => ({
    arn: `\${${id}.Arn}`,
    ...properties,
  }));
}

const QueuePolicy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({ Effect: z.string(), Action: z.unknown(), Resource: Reference, Condition: z.unknown() }),
    ),
  }),
});

/** The statements of each queue's own policy. */
export function queuePolicies(template: Template) {
  return resources(template, "AWS::SQS::QueuePolicy", QueuePolicy).map(
    ({ properties }) => properties.PolicyDocument.Statement,
  );
}

const Rule = z.object({
  Targets: z.array(z.object({ Arn: Reference, DeadLetterConfig: z.object({ Arn: Reference }).optional() })),
});

export function rules(template: Template) {
  return resources(template, "AWS::Events::Rule", Rule).map(({ id, properties }) => ({ id, ...properties }));
}

const AsyncInvocation = z.object({
  FunctionName: Reference,
  MaximumRetryAttempts: z.number(),
  MaximumEventAgeInSeconds: z.number(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: Reference }) }),
});

/** How Lambda treats events of functions that are started without anybody waiting for the answer. */
export function asyncInvocations(template: Template) {
  return resources(template, "AWS::Lambda::EventInvokeConfig", AsyncInvocation).map(({ properties }) => properties);
}

const Source = z.object({
  FunctionName: Reference,
  EventSourceArn: Reference,
  FunctionResponseTypes: z.array(z.string()).optional(),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  StartingPosition: z.string().optional(),
  BisectBatchOnFunctionError: z.boolean().optional(),
  MaximumRetryAttempts: z.number().optional(),
  MaximumRecordAgeInSeconds: z.number().optional(),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: Reference }) }).optional(),
});

/** What feeds the functions by polling: queues and a stream. */
export function eventSources(template: Template) {
  return resources(template, "AWS::Lambda::EventSourceMapping", Source).map(({ properties }) => properties);
}

/** What feeds a function. */
export function eventSource(template: Template, functionName: string) {
  const { id } = lambdaFunction(template, functionName);
  const source = eventSources(template).find(({ FunctionName }) => FunctionName === `\${${id}}`);
  if (!source) throw new Error(`Nothing feeds the function ${functionName}.`);
  return source;
}

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.preprocess((value) => [value].flat(), z.array(item));
const Policy = z.object({
  Roles: z.array(Reference),
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({ Effect: z.literal("Allow"), Action: oneOrMore(z.string()), Resource: oneOrMore(Reference) }),
    ),
  }),
});

/** What each role allows, by the role's reference. */
export function statements(template: Template) {
  return resources(template, "AWS::IAM::Policy", Policy).flatMap(({ properties: { Roles, PolicyDocument } }) =>
    PolicyDocument.Statement.map(({ Action, Resource }) => ({ roles: Roles, actions: Action, resources: Resource })),
  );
}

/** The name of the function that has the role. */
export function statementsOf(template: Template, functionName: string) {
  const role = lambdaFunction(template, functionName).Role.replace(".Arn", "");
  return statements(template).filter(({ roles }) => roles.includes(role));
}

export const functionOutputs = functionsWith("sandbox").map(({ name }) => functionOutput(name));
