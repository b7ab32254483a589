import { describe, expect, it } from "vitest";
import { ClearError } from "../terminal/clear-error.ts";
import { chooseEngine, type EngineProbes } from "./choose.ts";

const noPython = { problem: new ClearError("Install Python.") };

/** A machine on which nothing answers and nothing is installed, but for what is given. */
function machine(has: Partial<EngineProbes> = {}): EngineProbes {
  return {
    identify: async () => ({ kind: "nobody" }),
    isInstalled: async () => false,
    findPython: async () => noPython,
    dockerAnswers: async () => false,
    ...has,
  };
}

describe("the engine", () => {
  it.each(["LocalStack", "MiniStack"] as const)("is the %s that answers on port 4566", async (kind) => {
    const probes = machine({ identify: async () => ({ kind, version: "4.14.0" }), isInstalled: async () => true });
    expect(await chooseEngine(undefined, probes)).toEqual({
      use: "running",
      kind,
      version: "4.14.0",
      endpoint: "http://127.0.0.1:4566",
      because: "it answers on http://127.0.0.1:4566",
    });
  });

  it("is the embedded one, without a look for Python, when it is installed", async () => {
    const probes = machine({ isInstalled: async () => true });
    expect(await chooseEngine(undefined, probes)).toMatchObject({ use: "embedded", python: "installed" });
  });

  it("is the embedded one when a Python can run it, also beside a Docker", async () => {
    const probes = machine({ findPython: async () => ({ command: "python3.12" }), dockerAnswers: async () => true });
    expect(await chooseEngine(undefined, probes)).toEqual({
      use: "embedded",
      python: "python3.12",
      because: "nothing answers on port 4566",
    });
  });

  it("is the embedded one when a stranger has port 4566, and it says so", async () => {
    const probes = machine({ identify: async () => ({ kind: "something else" }), isInstalled: async () => true });
    expect(await chooseEngine(undefined, probes)).toMatchObject({
      because: "what answers on port 4566 is no engine we know",
    });
  });

  it("is LocalStack in Docker when there is no usable Python", async () => {
    const probes = machine({ dockerAnswers: async () => true });
    expect(await chooseEngine(undefined, probes)).toMatchObject({ use: "docker" });
  });

  it("is missing, in one sentence on what to install, when there is neither", async () => {
    await expect(chooseEngine(undefined, machine())).rejects.toThrow(noPython.problem);
  });

  it("is the one the user named, or none", async () => {
    const asked: string[] = [];
    const probes = machine({
      identify: async (endpoint) => {
        asked.push(endpoint);
        return { kind: "nobody" };
      },
      isInstalled: async () => true,
    });
    await expect(chooseEngine("http://localhost:5000/", probes)).rejects.toThrow(
      "AWS_ENDPOINT_URL is http://localhost:5000/, but neither LocalStack nor MiniStack answers there: start one, or unset AWS_ENDPOINT_URL.",
    );
    expect(asked).toEqual(["http://localhost:5000"]);
  });
});
