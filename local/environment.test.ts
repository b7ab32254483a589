import { describe, expect, it } from "vitest";
import { engineClientEnvironment, isLoopback, readAwsSettings, scrubbedEnvironment } from "./environment.ts";
import { ClearError } from "./terminal/clear-error.ts";

describe("user's AWS settings", () => {
  it.each([
    ["AWS_ENDPOINT_URL", "https://dynamodb.eu-central-1.amazonaws.com"],
    ["AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb.eu-central-1.amazonaws.com"],
    ["AWS_ENDPOINT_URL", "http://192.168.1.20:4566"],
    ["AWS_ENDPOINT_URL_S3", "localhost:4566"],
  ])("%s is %s: refused in one sentence", (name, value) => {
    expect(() => readAwsSettings({ [name]: value })).toThrow(
      new ClearError(
        `${name} is ${value}, which is not on this machine, and this command only ever talks to a local engine: unset ${name} (to deploy to AWS, see the README).`,
      ),
    );
  });

  it("endpoint on this machine: accepted", () => {
    expect(readAwsSettings({ AWS_ENDPOINT_URL: "http://localhost:4566" })).toEqual({
      endpoint: "http://localhost:4566",
      notes: [],
    });
  });

  it("profile or credentials are set: a note says that they are ignored", () => {
    const { notes } = readAwsSettings({ AWS_PROFILE: "production", AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" });
    expect(notes).toEqual([
      "AWS_PROFILE=production is ignored: this command only ever talks to an engine on this machine, with dummy credentials.",
      "The credentials in AWS_ACCESS_KEY_ID are ignored: this command only ever talks to an engine on this machine, with dummy credentials.",
    ]);
  });
});

describe("a loopback address", () => {
  it.each(["http://localhost:4566", "http://127.0.0.1:4566/", "https://127.8.9.1", "http://[::1]:4566"])(
    "is %s",
    (url) => {
      expect(isLoopback(url)).toBe(true);
    },
  );

  it.each([
    "http://localhost.evil.example:4566",
    "http://127.0.0.1.evil.example",
    "http://user:127.0.0.1@evil.example",
    "http://localhost@evil.example",
    "http://0.0.0.0:4566",
    "http://10.0.0.1:4566",
    "ftp://localhost",
    "not a url",
  ])("is not %s", (url) => {
    expect(isLoopback(url)).toBe(false);
  });
});

describe("what we start", () => {
  const user = {
    PATH: "/usr/bin",
    HOME: "/home/someone",
    AWS_PROFILE: "production",
    AWS_SESSION_TOKEN: "secret",
    AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com",
    CDK_DEFAULT_ACCOUNT: "123456789012",
    HTTPS_PROXY: "http://proxy:3128",
    http_proxy: "http://proxy:3128",
    PYTHONPATH: "/somewhere",
    NODE_OPTIONS: "--inspect",
    STRIPE_SECRET_KEY: "sk_test_4eC39",
  };

  it("inherits no AWS settings, Stripe keys, proxies, Python or Node options", () => {
    const { PATH, ...rest } = scrubbedEnvironment(user);
    expect(rest).toEqual({ HOME: "/home/someone" });
    expect(PATH).toMatch(/:\/usr\/bin$/);
  });

  it("reaches the engine with dummy credentials and no AWS files", () => {
    expect(engineClientEnvironment(user, "http://127.0.0.1:4567")).toMatchObject({
      AWS_ENDPOINT_URL: "http://127.0.0.1:4567",
      AWS_ACCESS_KEY_ID: "test",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
    expect(engineClientEnvironment(user, "http://127.0.0.1:4567")).not.toHaveProperty("AWS_PROFILE");
  });

  it("endpoint on another machine: refused", () => {
    expect(() => engineClientEnvironment(user, "https://sqs.eu-central-1.amazonaws.com")).toThrow(ClearError);
  });
});
