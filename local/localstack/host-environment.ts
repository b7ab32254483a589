import { delimiter, dirname } from "node:path";
import { scrubbedEnvironment } from "../environment.ts";
import { localStackSettings } from "./settings.ts";

/** What LocalStack without Docker is told, beside its settings. */
export interface HostRun {
  port: number;
  /** `*`, or origins with commas between them: whose pages may call the API, beside those of this machine. */
  corsOrigins: string;
  java: string;
  /** The folder with DynamoDB Local's jars. */
  jars: string;
  /** The bundled Lambda runtime for Node. */
  worker: string;
  /** A folder that lives as long as this run. */
  runFolder: string;
  /** A folder for what makes the next start quicker. */
  cacheFolder: string;
}

/** The environment of `host/main.py`: loopback only, no Docker, nothing written outside the given folders. */
export function hostEnvironment(env: NodeJS.ProcessEnv, run: HostRun): NodeJS.ProcessEnv {
  const address = `127.0.0.1:${run.port}`;
  return {
    ...scrubbedEnvironment(env),
    ...localStackSettings,
    GATEWAY_LISTEN: address,
    LOCALSTACK_HOST: address,
    // No name server of its own.
    DNS_ADDRESS: "0",
    // It takes many machines for its container, and writes to /var/lib then.
    OVERRIDE_IN_DOCKER: "0",
    FILESYSTEM_ROOT: run.runFolder,
    XDG_CACHE_HOME: run.cacheFolder,
    PYTHONWARNINGS: "ignore",
    PYTHONUNBUFFERED: "1",
    // pip compiled what it installed; nothing is written beside our own modules.
    PYTHONDONTWRITEBYTECODE: "1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    WAYBILL_CORS_ORIGINS: run.corsOrigins,
    WAYBILL_JAVA: run.java,
    WAYBILL_DYNAMODB_JARS: run.jars,
    WAYBILL_LAMBDA_WORKER: run.worker,
    // The functions run on the project's own Node, whatever the PATH says.
    WAYBILL_NODE: process.execPath,
    PATH: [dirname(process.execPath), env.PATH].filter(Boolean).join(delimiter),
  };
}
