import { Annotations, CfnOutput, Duration, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import {
  type FunctionDeclaration,
  faultyFunctions,
  functionsWith,
  testFunctions,
} from "../functions/registry/functions.ts";
import { subscriptions } from "../functions/registry/subscriptions.ts";
import { WaybillApi } from "./api.ts";
import type { OpenApiDocument } from "./api-projection.ts";
import { apiEnvironment, tableEnvironment } from "./function-environment.ts";
import { pascalCase } from "./output-names.ts";
import { providerStatements } from "./provider-access.ts";
import { Relay } from "./relay.ts";
import { EventSubscription } from "./subscription.ts";
import { Sweeper } from "./sweeper.ts";
import { WaybillTable } from "./table.ts";
import { type FunctionDefaults, WaybillFunction } from "./waybill-function.ts";

export interface WaybillStackProps extends FunctionDefaults, StackProps {
  document: OpenApiDocument;
}

/** All of Waybill for one stage. */
export class WaybillStack extends Stack {
  constructor(scope: Construct, id: string, { document, settings, dist, ...props }: WaybillStackProps) {
    const { account, region } = settings;
    super(scope, id, {
      env: { ...(account && { account }), ...(region && { region }) },
      description: `Waybill ${settings.stage}: an order backend`,
      terminationProtection: !settings.disposable,
      ...props,
    });
    const shared = { settings, dist };
    const table = new WaybillTable(this, "Table", settings);
    const bus = new EventBus(this, "Events", { description: "What happened to orders, payments, stock and shipments" });

    const functionOf = new Map<string, LambdaFunction>();
    for (const declaration of functionsWith(settings.paymentProvider)) {
      if (declaration.kind === "api") functionOf.set(declaration.tag, this.#apiFunction(declaration, table, shared));
    }
    for (const { name, tag } of settings.faults ? testFunctions : []) {
      functionOf.set(tag, this.#testFunction(name, shared));
    }
    new WaybillApi(this, "Api", { settings, document, functionOf });
    const relay = new Relay(this, "Relay", { bus, table, ...shared });
    const consumers = subscriptions.map((subscription) => {
      const id = `${pascalCase(subscription.name)}Subscription`;
      return new EventSubscription(this, id, { subscription, bus, table, ...shared });
    });
    const sweeper = new Sweeper(this, "Sweeper", { table, ...shared });

    // Readers before writers: the relay parks what a newer writer than itself wrote. Consumers read what the relay
    // publishes and write what it reads; they come second, because a message that they cannot read yet comes again.
    for (const { lambda } of consumers) lambda.node.addDependency(relay.reader);
    for (const writer of [...functionOf.values(), sweeper.lambda]) {
      writer.node.addDependency(relay.reader, ...consumers.map(({ reader }) => reader));
    }

    if (!settings.disposable && settings.alarmTopicArn === undefined) {
      Annotations.of(this).addWarningV2(
        "waybill:alarms",
        "No alarm topic is set, so no alarm notifies anybody: set alarmTopicArn to the ARN of an SNS topic that reaches a person.",
      );
    }
    new CfnOutput(this, "TableName", { value: table.table.tableName });
    new CfnOutput(this, "EventBusName", { value: bus.eventBusName });
    Tags.of(this).add("waybill:stage", settings.stage);
  }

  #apiFunction(declaration: FunctionDeclaration, table: WaybillTable, shared: FunctionDefaults): LambdaFunction {
    const { settings } = shared;
    const { name, table: access, reservedConcurrency } = declaration;
    const bundle = settings.faults ? faultyFunctions.find(({ replaces }) => replaces === name)?.name : undefined;
    const { lambda } = new WaybillFunction(this, pascalCase(name), {
      ...shared,
      name,
      ...(bundle && { bundle }),
      timeout: Duration.seconds(25), // API Gateway gives up at 29
      memorySize: declaration.memoryMegabytes,
      reservedConcurrency,
      environment: { ...tableEnvironment(declaration, table, settings), ...apiEnvironment(settings) },
      allow: [...(access ? table.statementsFor(access) : []), ...providerStatements(declaration, settings)],
    });
    return lambda;
  }

  #testFunction(name: string, shared: FunctionDefaults): LambdaFunction {
    const { lambda } = new WaybillFunction(this, pascalCase(name), {
      ...shared,
      name,
      timeout: Duration.seconds(25),
      reservedConcurrency: 1,
      environment: apiEnvironment(shared.settings),
      allow: [],
    });
    return lambda;
  }
}
