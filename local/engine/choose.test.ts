import { describe, expect, it } from "vitest";
import { ClearError } from "../terminal/clear-error.ts";
import { chooseEngine, type EngineProbes } from "./choose.ts";

const noPython = { problem: new ClearError("Install Python.") };

/** A machine on which nothing answers and nothing is installed, but for what is given. */
function machine(has: Partial<EngineProbes> = {}): EngineProbes {
  return {
    identify: async () => ({ kind: "none" }),
    isInstalled: async () => false,
    findPython: async () => noPython,
    dockerAnswers: async () => false,
    ...has,
  };
}

describe("the engine", () => {
  it.each(["LocalStack", "MiniStack"] as const)("%s answers on port 4566: it is used", async (kind) => {
    const probes = machine({ identify: async () => ({ kind, version: "4.14.0" }), isInstalled: async () => true });
    expect(await chooseEngine(undefined, probes)).toEqual({
      use: "running",
      kind,
      version: "4.14.0",
      endpoint: "http://127.0.0.1:4566",
      because: "it answers on http://127.0.0.1:4566",
    });
  });

  it("embedded engine is installed: it is used, Python is not searched", async () => {
    const probes = machine({ isInstalled: async () => true });
    expect(await chooseEngine(undefined, probes)).toMatchObject({ use: "embedded", python: "installed" });
  });

  it("Python is usable: the embedded engine is used, even if Docker runs", async () => {
    const probes = machine({ findPython: async () => ({ command: "python3.12" }), dockerAnswers: async () => true });
    expect(await chooseEngine(undefined, probes)).toEqual({
      use: "embedded",
      python: "python3.12",
      because: "nothing answers on port 4566",
    });
  });

  it("unknown program on port 4566: the embedded engine is used, and the reason says so", async () => {
    const probes = machine({ identify: async () => ({ kind: "unknown" }), isInstalled: async () => true });
    expect(await chooseEngine(undefined, probes)).toMatchObject({
      because: "the program on port 4566 is not a known engine",
    });
  });

  it("no usable Python, Docker runs: LocalStack in Docker is used", async () => {
    const probes = machine({ dockerAnswers: async () => true });
    expect(await chooseEngine(undefined, probes)).toMatchObject({ use: "docker" });
  });

  it("neither Python nor Docker: one sentence says what to install", async () => {
    await expect(chooseEngine(undefined, machine())).rejects.toThrow(noPython.problem);
  });

  it("endpoint given: the engine there is used, or the start fails", async () => {
    const asked: string[] = [];
    const probes = machine({
      identify: async (endpoint) => {
        asked.push(endpoint);
        return { kind: "none" };
      },
      isInstalled: async () => true,
    });
    await expect(chooseEngine("http://localhost:5000/", probes)).rejects.toThrow(
      "AWS_ENDPOINT_URL is http://localhost:5000/, but neither LocalStack nor MiniStack answers there: start one, or unset AWS_ENDPOINT_URL.",
    );
    expect(asked).toEqual(["http://localhost:5000"]);
  });
});
