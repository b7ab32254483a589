import { describe, expect, it } from "vitest";
import { findHostTools, type Probe, requireJava } from "./host-tools.ts";

/** A machine on which the given commands answer with the given text. */
function machine(answers: Record<string, string>): Probe {
  return async (command, args) => answers[`${command} ${args[0]}`] ?? answers[command];
}

const java17 = 'openjdk version "17.0.15" 2025-04-15';
const everything = { "python3.13": "3.13\n", java: java17, mvn: "Apache Maven 3.8.7" };
const without = (name: keyof typeof everything) =>
  machine(Object.fromEntries(Object.entries(everything).filter(([other]) => other !== name)));

describe("what LocalStack needs without Docker", () => {
  it("is found by name", async () => {
    expect(await findHostTools(machine(everything), {})).toEqual({ python: "python3.13", java: "java", maven: "mvn" });
  });

  it("may be a Python of another name", async () => {
    const probe = machine({ ...everything, "python3.13": "", python3: "3.13\n" });
    expect(await findHostTools(probe, {})).toMatchObject({ python: "python3" });
  });

  it("may be a Python of pyenv's that its folder does not select", async () => {
    const probe = machine({
      java: java17,
      mvn: "3",
      python3: "3.11\n",
      "/pyenv/bin/pyenv prefix": "/pyenv/versions/3.13.0\n",
      "/pyenv/versions/3.13.0/bin/python": "3.13\n",
    });
    const { python } = await findHostTools(probe, { PYENV_ROOT: "/pyenv" });
    expect(python).toBe("/pyenv/versions/3.13.0/bin/python");
  });

  it("may be a Python of uv's", async () => {
    const probe = machine({ java: java17, mvn: "3", "uv python": "/uv/python3.13\n", "/uv/python3.13": "3.13\n" });
    expect(await findHostTools(probe, {})).toMatchObject({ python: "/uv/python3.13" });
  });

  it("may be the Java that JAVA_HOME names", async () => {
    const probe = machine({ "/jdk/bin/java": 'openjdk version "21.0.2"', java: 'java version "1.8.0_401"' });
    expect(await requireJava(probe, { JAVA_HOME: "/jdk" })).toBe("/jdk/bin/java");
  });

  it.each([
    ["python3.13", "Python 3.13 with venv (https://www.python.org)"],
    ["java", "Java 17 or newer (https://adoptium.net)"],
    ["mvn", "Maven (https://maven.apache.org)"],
  ] as const)("%s is missing: one sentence names it", async (name, what) => {
    await expect(findHostTools(without(name), {})).rejects.toThrow(
      `LocalStack without Docker requires missing tools: ${what}: install it and run the command again.`,
    );
  });

  it("all tools are missing: one sentence names them", async () => {
    await expect(findHostTools(machine({}), {})).rejects.toThrow(
      "LocalStack without Docker requires missing tools: Python 3.13 with venv (https://www.python.org), Java 17 or newer (https://adoptium.net), and Maven (https://maven.apache.org): install them and run the command again.",
    );
  });

  it.each(['java version "1.8.0_401"', 'openjdk version "11.0.2" 2019-01-15', "no version at all"])(
    "Java with %s: too old",
    async (java) => {
      await expect(requireJava(machine({ java }), {})).rejects.toThrow("Java 17 or newer");
    },
  );
});
