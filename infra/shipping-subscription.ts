import { CfnOutput, Duration, Stack, Validations } from "aws-cdk-lib";
import { type EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, type IFunction } from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct, DependencyGroup, type IDependable } from "constructs";
import { orderPlaced } from "../events/orders.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { functionSettings, tableEnvironment } from "./function-settings.ts";
import { RunbookAlarm } from "./runbook-alarm.ts";
import type { WaybillTable } from "./table.ts";
import { type FunctionDefaults, WaybillFunction } from "./waybill-function.ts";

const name = "shipping-on-order-placed";
const timeout = Duration.seconds(30);
const { table: access, reservedConcurrency } = functionSettings[name];

export interface ShippingSubscriptionProps extends FunctionDefaults {
  bus: EventBus;
  table: WaybillTable;
}

/** OrderPlaced -> queue -> the function that makes the shipment. */
export class ShippingSubscription extends Construct {
  /** What reads OrderPlaced: deployed before whatever leads to one. */
  readonly reader: IDependable;
  readonly lambda: IFunction;

  constructor(scope: Construct, id: string, { bus, table, settings, dist }: ShippingSubscriptionProps) {
    super(scope, id);
    const { alarmTopicArn, queueVisibilitySeconds, maxReceiveCount } = settings;
    const poison = new DeadLetterQueue(this, "DeadLetters", {
      holds: "OrderPlaced messages that could not be handled",
      section: "orderplaced-messages-that-failed",
      output: "ShippingDlqUrl",
      alarmTopicArn,
    });
    const undelivered = new DeadLetterQueue(this, "Undelivered", {
      holds: "OrderPlaced events that EventBridge could not put into the queue",
      section: "orderplaced-events-that-were-not-delivered",
      output: "ShippingUndeliveredUrl",
      alarmTopicArn,
    });
    const queue = new Queue(this, "Queue", {
      visibilityTimeout: Duration.seconds(queueVisibilitySeconds ?? 6 * timeout.toSeconds()),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      deadLetterQueue: { queue: poison.queue, maxReceiveCount },
    });
    if (queueVisibilitySeconds !== undefined) {
      const reason = "A test waits for redelivery; that a slow message comes twice meanwhile is what it survives.";
      Validations.of(queue).acknowledge({ id: "CloudFormation-Validate::E3505", reason });
    }
    new RunbookAlarm(this, "Waiting", {
      meaning: "An OrderPlaced message has waited for more than ten minutes in the shipping queue.",
      section: "orderplaced-waits",
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: "max" }),
      above: Duration.minutes(10).toSeconds(),
      evaluationPeriods: 3,
      topicArn: alarmTopicArn,
    });
    const rule = new Rule(this, "OrderPlaced", {
      eventBus: bus,
      description: "A confirmed order is shipped",
      eventPattern: { source: [orderPlaced.source], detailType: [orderPlaced.type] },
      targets: [new SqsQueue(queue, { deadLetterQueue: undelivered.queue })],
    });

    const { lambda } = new WaybillFunction(this, "Function", {
      name,
      settings,
      dist,
      timeout,
      reservedConcurrency,
      environment: tableEnvironment(name, table, settings),
      allow: [
        ...(access ? table.statementsFor(access) : []),
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
    this.lambda = lambda;
    this.reader = new DependencyGroup(lambda, rule, queue, source);
    new CfnOutput(Stack.of(this), "ShippingQueueUrl", { value: queue.queueUrl });
  }
}
