import { join, relative } from "node:path";
import { watch } from "chokidar";
import pc from "picocolors";
import { buildFunctions } from "./deploy/build-functions.ts";
import type { DeployOptions } from "./deploy/deploy.ts";
import { deployChanges } from "./deploy/deploy-changes.ts";
import { projectRoot } from "./environment.ts";
import { ClearError } from "./terminal/clear-error.ts";

/** What a function is built from. */
const watched = ["functions", "events"].map((folder) => join(projectRoot, folder));
/** An editor that saves several files at once causes one deployment. */
const settleMs = 100;

/**
 * Rebuilds and redeploys when a source file changes, one run after the other, until disposed. A run that fails is
 * reported, and the next change tries again. It is a whole `cdk deploy`, which updates only the functions whose code
 * changed: a shortcut past CloudFormation would save little, and leave the stack believing in the old code.
 */
export async function watchFunctions(deployment: DeployOptions): Promise<AsyncDisposable> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let run = Promise.resolve();
  const redeploy = async () => {
    const files = [...changed];
    changed.clear();
    if (files.length > 0 && !deployment.signal?.aborted) await redeployAfter(files, deployment);
  };
  const watcher = watch(watched, { ignoreInitial: true, ignored: (path) => path.endsWith(".test.ts") });
  watcher.on("all", (_event, path) => {
    changed.add(relative(projectRoot, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      run = run.then(redeploy);
    }, settleMs);
  });
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  console.log(pc.dim("Watching functions/ and events/ …"));
  return {
    [Symbol.asyncDispose]: async () => {
      clearTimeout(timer);
      await watcher.close();
      await run;
    },
  };
}

async function redeployAfter(files: readonly string[], deployment: DeployOptions): Promise<void> {
  const what = files.length === 1 ? files[0] : `${files[0]} and ${files.length - 1} more`;
  console.log(`${what} changed: building and deploying …`);
  const startedAt = performance.now();
  try {
    await buildFunctions({ signal: deployment.signal });
    const { hasChanged } = await deployChanges(deployment);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(pc.green(hasChanged ? `Deployed in ${seconds} s.` : "Nothing that is deployed changed by that."));
  } catch (error) {
    if (deployment.signal?.aborted) return;
    console.error(pc.red(error instanceof ClearError ? error.message : String(error)));
  }
}
