import pc from "picocolors";
import { type ChosenProvider, providerSettings } from "./chosen-provider.ts";
import { buildFunctions } from "./deploy/build-functions.ts";
import { bootstrap, type DeployOptions } from "./deploy/deploy.ts";
import { deployChanges } from "./deploy/deploy-changes.ts";
import type { EngineChoice } from "./engine/choose.ts";
import type { Engine } from "./engine/engine.ts";
import { describeLoss, enginePort, forgetState } from "./engine/engine-folder.ts";
import { localStage, startFolder } from "./environment.ts";
import type { FriendlyUrl } from "./friendly-url/friendly-url.ts";
import { openLocalIssuer } from "./issuer.ts";
import { apiUrlOn, stackSettings } from "./local-cloud.ts";
import { writeRunning } from "./running-record.ts";
import { stockShop } from "./seed/stock-shop.ts";
import { chooseEngineHere, installIfNeeded, startEngine } from "./start-engine.ts";
import { ClearError } from "./terminal/clear-error.ts";
import { runSteps, type StepReport, step } from "./terminal/step.ts";

/** What a start needs, beside the command line. */
export interface StartContext {
  friendlyUrl: FriendlyUrl;
  /** The engine the user named, if any. */
  endpoint: string | undefined;
  fresh: boolean;
  provider: ChosenProvider;
  /** Whose pages may call the API, beside those of this machine. */
  corsOrigins: string;
  /** What is to be undone at the end. */
  cleanup: AsyncDisposableStack;
  signal: AbortSignal;
}

/** A started Waybill. */
export interface Started {
  engine: Engine;
  /** How it was deployed, to do it again. */
  deployment: DeployOptions;
}

/** From nothing to a stocked shop: engine, build, deploy, catalogue, each a step on the screen. */
export async function startWaybill(context: StartContext): Promise<Started> {
  const { friendlyUrl, signal } = context;
  const issuer = await openLocalIssuer();

  const choice = await chooseEngineHere(context.endpoint);
  if (context.fresh && choice.use !== "embedded") {
    throw new ClearError(
      "--fresh forgets what the embedded engine keeps, and this start uses another engine: restart that one instead.",
    );
  }
  const engineStep = step("Start the engine", (report) => startChosenEngine(choice, context, report));
  const buildStep = step("Build the functions", () => buildFunctions({ signal }));
  await runSteps(engineStep, buildStep);
  const engine = await engineStep.result;
  if (engine.lostSince !== undefined) console.log(pc.yellow(describeLoss(engine.lostSince)));

  const deployment = {
    endpoint: engine.endpoint,
    stage: localStage,
    context: { ...stackSettings(issuer), ...(await providerSettings(engine.endpoint, context.provider)) },
    folder: startFolder,
    signal,
  };
  const bootstrapStep = step("Prepare the engine for deployments", async (report) => {
    if ((await bootstrap(deployment)) === "was bootstrapped") report.title("The engine is prepared for deployments");
  });
  await runSteps(bootstrapStep);

  const deployStep = step("Deploy the stack", async (report) => {
    const { outputs, hasChanged, hasReplacedOther } = await deployChanges({ ...deployment, onLine: report.detail });
    if (!hasChanged) report.title("The stack is deployed as it is");
    if (hasReplacedOther)
      report.title("Deploy the stack over another deployment of it: it takes the tokens of npm start now");
    const running = { endpoint: engine.endpoint, stage: localStage, outputs };
    await writeRunning({ pid: process.pid, apiUrl: friendlyUrl.apiUrl, deployed: running });
    friendlyUrl.forwardTo(apiUrlOn(engine.endpoint, outputs));
  });
  await runSteps(deployStep);

  const catalogueStep = step("Load the catalogue", async (report) => {
    const onProgress = (done: number, total: number) => report.detail(`${done} of ${total} products`);
    const created = await stockShop({ apiUrl: friendlyUrl.apiUrl, token: issuer.token, signal, onProgress });
    report.title(created === 0 ? "The catalogue is there" : `Load the catalogue: ${created} products`);
  });
  await runSteps(catalogueStep);
  return { engine, deployment };
}

async function startChosenEngine(choice: EngineChoice, context: StartContext, report: StepReport): Promise<Engine> {
  const { corsOrigins, signal } = context;
  if (context.fresh) await forgetState(startFolder);
  if (choice.use === "embedded" && choice.python !== "installed") report.title("Install and start the embedded engine");
  await installIfNeeded(choice, signal);
  const port = choice.use === "embedded" ? await enginePort(startFolder) : 0;
  const engine = await startEngine(choice, { port, folder: startFolder, corsOrigins, signal });
  context.cleanup.defer(() => engine.stop());
  report.title(`Engine: ${engine.name} on ${engine.endpoint}, because ${choice.because}`);
  return engine;
}
