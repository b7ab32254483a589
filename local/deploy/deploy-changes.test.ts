import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, CreateStackCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { someOutputs } from "../../tests/builders/stack-outputs.ts";
import { type EmbeddedEngine, startEmbedded } from "../engine/embedded.ts";
import { installedEngine } from "../engine/install.ts";
import { dummyCredentials, localRegion } from "../environment.ts";
import { chooseEmbedded, installIfNeeded } from "../start-engine.ts";
import type { DeployOptions } from "./deploy.ts";
import { deployChanges } from "./deploy-changes.ts";
import { lastStackChange } from "./last-stack-change.ts";
import { stackName } from "./stack-outputs.ts";

const outputs = someOutputs({ ApiId: "abc" });
let folder: string;
let engine: EmbeddedEngine;
let options: DeployOptions;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-deploy-changes-"));
  await installIfNeeded(await chooseEmbedded());
  const { python } = await installedEngine();
  const port = await getPort({ host: "127.0.0.1" });
  engine = await startEmbedded({ python, port, folder, keepsState: false });
  options = { endpoint: engine.endpoint, stage: "local", context: {}, folder };
}, 120_000);
afterAll(async () => {
  await engine.stop();
  await rm(folder, { recursive: true });
});

/** Deploys a stack of one parameter with CloudFormation, as `cdk deploy` deploys ours. */
async function deployParameter(value: string) {
  const client = new CloudFormationClient({
    endpoint: engine.endpoint,
    region: localRegion,
    credentials: dummyCredentials,
  });
  const template = {
    Resources: {
      Issuer: { Type: "AWS::SSM::Parameter", Properties: { Name: "/issuer", Type: "String", Value: value } },
    },
  };
  const stack = { StackName: stackName("local"), TemplateBody: JSON.stringify(template) };
  const before = await lastStackChange(engine.endpoint, stack.StackName);
  await client.send(before === undefined ? new CreateStackCommand(stack) : new UpdateStackCommand(stack));
  await expect.poll(() => lastStackChange(engine.endpoint, stack.StackName)).not.toBe(before);
}

describe("npm start's deployment", () => {
  it("unchanged: skipped; deployed by another command in between: repeated", async () => {
    const values: string[] = [];
    const deploy = async () => {
      values.push("ours");
      await deployParameter(`ours ${values.length}`);
      return outputs;
    };
    const start = () => deployChanges(options, deploy);

    expect(await start()).toEqual({ outputs, hasChanged: true, hasReplacedOther: false });
    expect(await start()).toEqual({ outputs, hasChanged: false, hasReplacedOther: false });
    await deployParameter("another command's");
    expect(await start()).toEqual({ outputs, hasChanged: true, hasReplacedOther: true });
    expect(await start()).toEqual({ outputs, hasChanged: false, hasReplacedOther: false });
    expect(values).toHaveLength(2);
  });
});
