import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { localRegion } from "../../local/environment.ts";
import { chooseEmbedded, installIfNeeded, startEngine } from "../../local/start-engine.ts";
import { EngineTable } from "../prove/world/engine-table.ts";

const definition = {
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "S" },
  ],
  BillingMode: "PAY_PER_REQUEST",
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
};

/** Starts an engine with an empty table without indexes, for the code of this process. */
export async function startEngineTable(): Promise<{ readonly table: EngineTable; readonly stop: () => Promise<void> }> {
  const choice = await chooseEmbedded();
  await installIfNeeded(choice);
  const folder = await mkdtemp(join(tmpdir(), "waybill-table-"));
  const port = await getPort({ host: "127.0.0.1" });
  const engine = await startEngine(choice, { port, folder, keepsState: false });
  const table = await EngineTable.create(engine.endpoint, `table-${randomUUID()}`, definition);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: localRegion,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    TABLE_NAME: table.name,
  });
  const stop = async () => {
    await engine.stop();
    await rm(folder, { recursive: true });
  };
  return { table, stop };
}
