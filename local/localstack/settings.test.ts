import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../environment.ts";
import { hostEnvironment, localStackSettings, localStackVersion } from "./settings.ts";

const compose = parse(await readFile(join(projectRoot, "compose.yaml"), "utf8"));

test("compose.yaml pins the version and has the settings", () => {
  const { image, environment } = compose.services.localstack;
  expect(image).toBe(`localstack/localstack:${localStackVersion}`);
  expect(environment).toMatchObject(localStackSettings);
});

test("compose.yaml opens its port on this machine only", () => {
  expect(compose.services.localstack.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
});

test("requirements.txt pins the version, each package by its hashes", async () => {
  const text = await readFile(join(import.meta.dirname, "requirements.txt"), "utf8");
  expect(text).toContain(`localstack-core==${localStackVersion} `);
  const packages = text.split(/\n(?=\S)/).filter((entry) => !entry.startsWith("#"));
  expect(packages.filter((entry) => !/^\S+==\S+ \\\n +--hash=sha256:/.test(entry))).toEqual([]);
});

test("build-requirements.txt agrees with requirements.txt", async () => {
  const [all, build] = await Promise.all(
    ["requirements.txt", "build-requirements.txt"].map((name) => readFile(join(import.meta.dirname, name), "utf8")),
  );
  expect(all).toContain(build?.split("\n").slice(1).join("\n").trim());
});

test("environment without Docker: loopback only, no AWS credentials, this Node", () => {
  const user = { PATH: "/bin", AWS_PROFILE: "production", AWS_SECRET_ACCESS_KEY: "secret", LOCALSTACK_AUTH_TOKEN: "x" };
  const environment = hostEnvironment(user, {
    port: 4599,
    corsOrigins: "",
    java: "java",
    jars: "/jars",
    worker: "/run/worker.mjs",
    runFolder: "/run",
    cacheFolder: "/cache",
  });
  expect(environment).toMatchObject({
    ...localStackSettings,
    GATEWAY_LISTEN: "127.0.0.1:4599",
    LOCALSTACK_HOST: "127.0.0.1:4599",
    WAYBILL_NODE: process.execPath,
  });
  for (const name of ["AWS_PROFILE", "AWS_SECRET_ACCESS_KEY", "LOCALSTACK_AUTH_TOKEN"]) {
    expect(environment).not.toHaveProperty(name);
  }
});
