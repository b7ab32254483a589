import { existsSync } from "node:fs";
import { join } from "node:path";
import { CfnOutput, type Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  RuntimeFamily,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { functionOutput } from "./output-names.ts";
import type { Settings } from "./settings.ts";

/** What every function of the stack shares. */
export interface FunctionDefaults {
  settings: Settings;
  /** The folder with a folder for each function, as tooling/build.ts writes it. */
  dist: string;
}

export interface WaybillFunctionProps extends FunctionDefaults {
  /** The function's name in functions/registry/functions.ts. */
  name: string;
  /** The bundle's folder in dist. @default the name */
  bundle?: string;
  timeout: Duration;
  /** In MB: docs/memory.md. @default defaultMemoryMegabytes */
  memorySize?: number | undefined;
  reservedConcurrency: number;
  /** The least important lines that it logs. @default the stage's */
  logLevel?: Settings["logLevel"];
  environment?: Record<string, string>;
  /** What it may do beside writing its own log. */
  allow: readonly PolicyStatement[];
}

export const defaultMemoryMegabytes = 512;

/** A Lambda function with its own log and its own role, which allows what is named and nothing else. */
export class WaybillFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: WaybillFunctionProps) {
    super(scope, id);
    const {
      name,
      bundle = name,
      settings,
      dist,
      timeout,
      memorySize = defaultMemoryMegabytes,
      environment,
      allow,
      logLevel = settings.logLevel,
    } = props;
    const logGroup = new LogGroup(this, "Log", {
      retention: settings.logRetentionDays,
      // Kept when the stack is destroyed; a first deployment that fails leaves no empty log behind.
      removalPolicy: settings.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    for (const statement of allow) role.addToPrincipalPolicy(statement);

    this.lambda = new LambdaFunction(this, "Function", {
      description: `Waybill ${settings.stage}: ${name}`,
      code: Code.fromAsset(bundleFolder(dist, bundle)),
      handler: "index.handler",
      runtime: new Runtime(settings.runtime, RuntimeFamily.NODEJS),
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[logLevel],
      // Lambda logs an invocation that failed or timed out, but not the start, the end and the time of each one.
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(settings.reservedConcurrency && { reservedConcurrentExecutions: props.reservedConcurrency }),
      environment: {
        STAGE: settings.stage,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_LOG_LEVEL: logLevel,
        ...environment,
      },
    });
    Validations.of(this.lambda).acknowledge(
      {
        id: "Serverless::Serverless-LambdaDLQ",
        reason:
          "For functions that are invoked without anybody waiting, which is the sweeper only: it has a destination for " +
          "failures. The others answer the API, or are fed by a queue or a stream, which keep what failed.",
      },
      {
        id: "Serverless::Serverless-LambdaTracing",
        reason:
          "X-Ray is paid for each trace and for each span. Every log line has the correlation id of the request that caused " +
          "it, across functions and events, for nothing.",
      },
      {
        id: "cfn-lint::W3005",
        reason: "The CDK writes a function's role into DependsOn together with its policy, which is needed there.",
      },
    );
    new CfnOutput(Stack.of(this), functionOutput(name), { value: this.lambda.functionName });
  }
}

function bundleFolder(dist: string, bundle: string): string {
  const folder = join(dist, bundle);
  if (!existsSync(folder)) throw new Error(`There is no bundle in ${folder}: run "npm run build" first.`);
  return folder;
}
