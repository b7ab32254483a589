import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { dummyCredentials, localRegion } from "../local/environment.ts";
import { type Issuer, localAudience, localIssuer, temporaryIssuer } from "../local/issuer.ts";
import { certificate, HttpsServer } from "../tests/builders/https-server.ts";
import { withEngines } from "../tests/prove/runs/engines.ts";
import { EngineTable } from "../tests/prove/world/engine-table.ts";

/** What the functions' bundles need around them: a real table and bus, and an issuer that publishes its keys. */
export interface BenchStack {
  /** The environment of every function. */
  readonly environment: Readonly<Record<string, string>>;
  readonly table: EngineTable;
  readonly token: Issuer["token"];
}

const BUS = "bench";
const KEYS_PATH = "/.well-known/jwks.json";

/** Runs a bench on an engine of its own. Tokens' keys are fetched over HTTPS, as a deployed function fetches them. */
export function withBenchStack<Done>(run: (stack: BenchStack) => Promise<Done>): Promise<Done> {
  return withEngines(undefined, async ({ tableDefinition, start }) => {
    const engine = await start();
    const folder = await mkdtemp(join(tmpdir(), "waybill-bench-"));
    const keys = await HttpsServer.open();
    try {
      const issuer = await temporaryIssuer();
      keys.pages[KEYS_PATH] = { json: JSON.parse(issuer.jwks) };
      const certificateFile = join(folder, "certificate.pem");
      await writeFile(certificateFile, certificate);
      const client = { endpoint: engine.endpoint, region: localRegion, credentials: dummyCredentials };
      await new EventBridgeClient(client).send(new CreateEventBusCommand({ Name: BUS }));
      const table = await EngineTable.create(engine.endpoint, `bench-${randomUUID()}`, tableDefinition);
      const environment = {
        AWS_ENDPOINT_URL: engine.endpoint,
        AWS_REGION: localRegion,
        AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
        NODE_EXTRA_CA_CERTS: certificateFile,
        STAGE: "bench",
        POWERTOOLS_SERVICE_NAME: "bench",
        POWERTOOLS_LOG_LEVEL: "INFO",
        TABLE_NAME: table.name,
        EVENT_BUS_NAME: BUS,
        PARKING_QUEUE_URL: `${engine.endpoint}/000000000000/parking`,
        JWT_ISSUER: localIssuer,
        JWT_AUDIENCE: localAudience,
        JWKS_URI: `${keys.url}${KEYS_PATH}`,
        CORS_ORIGINS: "*",
        PAYMENT_PROVIDER: "sandbox",
      };
      return await run({ environment, table, token: issuer.token });
    } finally {
      await keys.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
}
