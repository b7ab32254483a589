import { CfnOutput, Duration, Stack, Validations } from "aws-cdk-lib";
import { type EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, type IFunction } from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct, DependencyGroup, type IDependable } from "constructs";
import { eventNames, type Subscription } from "../functions/registry/subscriptions.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { tableEnvironment } from "./function-environment.ts";
import { queueOutputs } from "./output-names.ts";
import { providerStatements } from "./provider-access.ts";
import { RunbookAlarm } from "./runbook-alarm.ts";
import type { WaybillTable } from "./table.ts";
import { type FunctionDefaults, WaybillFunction } from "./waybill-function.ts";

const timeout = Duration.seconds(30);

export interface EventSubscriptionProps extends FunctionDefaults {
  subscription: Subscription;
  bus: EventBus;
  table: WaybillTable;
}

/** All of a declared subscription: the rule of its events -> queue -> the function that handles them. */
export class EventSubscription extends Construct {
  /** Deployed before every function that causes one of the events. */
  readonly reader: IDependable;
  readonly lambda: IFunction;

  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id);
    const { subscription, bus, table, settings, dist } = props;
    const { name, events, description, functionName, table: access, reservedConcurrency } = subscription;
    const { alarmTopicArn, queueVisibilitySeconds, maxReceiveCount } = settings;
    const outputs = queueOutputs(subscription);
    const names = eventNames(subscription);
    const poison = new DeadLetterQueue(this, "DeadLetters", {
      holds: `${names} messages that ${name} could not handle`,
      section: "messages-that-failed",
      output: outputs.deadLetters,
      redrive: name,
      alarmTopicArn,
    });
    const undelivered = new DeadLetterQueue(this, "Undelivered", {
      holds: `${names} events that EventBridge could not put into the queue of ${name}`,
      section: "events-that-were-not-delivered",
      output: outputs.undelivered,
      redrive: `${name}-undelivered`,
      alarmTopicArn,
    });
    const queue = new Queue(this, "Queue", {
      visibilityTimeout: Duration.seconds(queueVisibilitySeconds ?? 6 * timeout.toSeconds()),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: poison.queue, maxReceiveCount },
    });
    if (queueVisibilitySeconds !== undefined) {
      const reason = "A test waits for redelivery; that a slow message comes twice meanwhile is what it survives.";
      Validations.of(queue).acknowledge({ id: "CloudFormation-Validate::E3505", reason });
    }
    new RunbookAlarm(this, "Waiting", {
      meaning: `${names} messages wait for more than ten minutes in the queue of ${name}.`,
      section: "messages-wait",
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: "max" }),
      above: Duration.minutes(10).toSeconds(),
      evaluationPeriods: 3,
      topicArn: alarmTopicArn,
    });
    const rule = new Rule(this, "Rule", {
      eventBus: bus,
      description,
      eventPattern: {
        source: [...new Set(events.map(({ source }) => source))],
        detailType: events.map(({ type }) => type),
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: undelivered.queue })],
    });

    const { lambda } = new WaybillFunction(this, "Function", {
      name: functionName,
      settings,
      dist,
      timeout,
      memorySize: subscription.memoryMegabytes,
      reservedConcurrency,
      environment: tableEnvironment(subscription, table, settings),
      allow: [
        ...(access ? table.statementsFor(access) : []),
        ...providerStatements(subscription, settings),
        new PolicyStatement({
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          resources: [queue.queueArn],
        }),
      ],
    });
    const source = new EventSourceMapping(this, "Source", {
      target: lambda,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      // Not more than may run: a throttled batch counts as a delivery and would drift to the DLQ.
      maxConcurrency: reservedConcurrency,
    });
    Validations.of(source).acknowledge({
      id: "Serverless::Serverless-LambdaEventSourceMappingDestination",
      reason: "A source that is a queue takes no destination; the queue's own dead-letter queue does that.",
    });
    this.lambda = lambda;
    this.reader = new DependencyGroup(lambda, rule, queue, source);
    new CfnOutput(Stack.of(this), outputs.queue, { value: queue.queueUrl });
  }
}
