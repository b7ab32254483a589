import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { INDEXES, type TableAccess } from "../functions/registry/functions.ts";

export interface WaybillTableProps {
  /** Destroyed with the stack, instead of kept and protected. */
  disposable: boolean;
}

/** The one table: what is in it, and under which keys, is in docs/access-patterns.md. */
export class WaybillTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { disposable }: WaybillTableProps) {
    super(scope, id);
    this.table = new Table(this, "Table", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: "expiresAtEpoch",
      removalPolicy: disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      deletionProtection: !disposable,
    });
    for (const [indexName, { partition, sort }] of Object.entries(INDEXES)) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partition, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }

  /** The statements that allow exactly this access: these actions on the table, queries on these indexes. */
  statementsFor({ items, indexes: queried = [] }: TableAccess): PolicyStatement[] {
    const onTable = new PolicyStatement({
      actions: items.map((action) => `dynamodb:${action}`),
      resources: [this.table.tableArn],
    });
    if (queried.length === 0) return [onTable];
    const onIndexes = new PolicyStatement({
      actions: ["dynamodb:Query"],
      resources: queried.map((index) => `${this.table.tableArn}/index/${index}`),
    });
    return [onTable, onIndexes];
  }
}
