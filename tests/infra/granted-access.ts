import type { Template } from "aws-cdk-lib/assertions";
import { RESOURCE_SETTINGS } from "../prove/world/needed-access.ts";
import { asyncInvocations, eventSources, lambdaFunction, statementsOf } from "./resources.ts";

/**
 * What the template's role allows a function, as the proof spells what the function's calls need
 * (tests/prove/world/needed-access.ts). A resource that no setting names to the function keeps its reference.
 */
export function grantedAccess(template: Template, functionName: string): string[] {
  const { Variables } = lambdaFunction(template, functionName).Environment;
  const kinds = Object.entries(RESOURCE_SETTINGS).flatMap(([setting, kind]) => {
    const reference = Variables[setting];
    return reference === undefined ? [] : [{ arn: arnOf(reference), kind }];
  });
  const spell = (resource: string) => {
    const known = kinds.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/index/`));
    return known ? resource.replace(known.arn, known.kind) : resource;
  };
  return statementsOf(template, functionName).flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource) => `${action} ${spell(resource)}`)),
  );
}

/** What Lambda itself does in a function's role, so that no call of the function needs it. */
export function accessOfLambda(template: Template, functionName: string): string[] {
  const { id, LoggingConfig } = lambdaFunction(template, functionName);
  const isOurs = ({ FunctionName }: { FunctionName: string }) => FunctionName === `\${${id}}`;
  const sources = eventSources(template).filter(isOurs);
  return [
    // It stores what the function prints.
    ...actionsOn(arnOf(LoggingConfig.LogGroup), "logs:CreateLogStream", "logs:PutLogEvents"),
    ...sources.flatMap(({ EventSourceArn }) => accessForPolling(EventSourceArn)),
    // It sends what it gave up on to the destination for failures.
    ...[...sources, ...asyncInvocations(template).filter(isOurs)].flatMap(({ DestinationConfig }) =>
      DestinationConfig ? actionsOn(DestinationConfig.OnFailure.Destination, "sqs:SendMessage") : [],
    ),
  ];
}

/** As AWS's own policies AWSLambdaDynamoDBExecutionRole and AWSLambdaSQSQueueExecutionRole say. */
function accessForPolling(arn: string): string[] {
  if (!arn.endsWith(".StreamArn}")) {
    return actionsOn(arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
  }
  const streamsOfTable = `${arn.replace(".StreamArn}", ".Arn}")}/stream/*`;
  return [
    ...actionsOn(arn, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    ...actionsOn(streamsOfTable, "dynamodb:ListStreams"),
  ];
}

function actionsOn(resource: string, ...actions: string[]): string[] {
  return actions.map((action) => `${action} ${resource}`);
}

/** ${Table} -> ${Table.Arn} */
function arnOf(reference: string): string {
  return reference.replace(/\}$/, ".Arn}");
}
