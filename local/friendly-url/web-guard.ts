import type { IncomingMessage } from "node:http";
import { readStageFile, stageFile } from "../../infra/stage-file.ts";
import { isLoopback, localStage, projectRoot } from "../environment.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** Where it is said which pages of other machines may call the local API. */
export const localStageFile = stageFile(localStage);

/** The setting corsOrigins of the stage local; empty where it has none, which means the pages of this machine only. */
export function configuredCorsOrigins(root = projectRoot): string {
  const { corsOrigins = "" } = readStageFile(root, localStage) ?? {};
  if (typeof corsOrigins === "string") return corsOrigins;
  throw new ClearError(
    `The setting corsOrigins in ${localStageFile} must be a text, and is ${JSON.stringify(corsOrigins)}.`,
  );
}

/** An answer that refuses a request. */
export interface Refusal {
  status: 403 | 404;
  detail: string;
}

/**
 * Why a request to the friendly URL is refused; undefined where it is not. A page of any site can have requests sent to
 * this machine, and under a host name of its own (DNS rebinding) it could read the answers, too.
 *
 * @param corsOrigins `*`, or origins with commas between them: whose pages may call the API, beside those of this machine
 */
export function findRefusal(request: IncomingMessage, corsOrigins: string): Refusal | undefined {
  const { host = "", origin } = request.headers;
  if (!isLoopback(`http://${host}`)) {
    return { status: 403, detail: `The request is for ${host}, and this is served at localhost only.` };
  }
  const allowed = corsOrigins.split(",").map((entry) => entry.trim());
  if (origin !== undefined && !isLoopback(origin) && !allowed.includes(origin) && !allowed.includes("*")) {
    return {
      status: 403,
      detail: `Pages of ${origin} may not call this API: name them as corsOrigins in ${localStageFile} if they should.`,
    };
  }
  if (hasDotSegment(request.url ?? "/")) {
    return { status: 404, detail: "A path must not contain . or .. as a segment." };
  }
  return undefined;
}

/** Whether a path has . or .. between slashes, written in any of the ways that one server or another reads as such. */
function hasDotSegment(url: string): boolean {
  const [path = ""] = url.split("?");
  const plain = path.replaceAll(/%2e/gi, ".").replaceAll(/%2f/gi, "/").replaceAll(/%5c/gi, "\\");
  return plain.split(/[/\\]/).some((part) => part === "." || part === "..");
}
