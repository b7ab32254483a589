import { describe, expect, it } from "vitest";
import { type Docker, requireDocker } from "./in-docker.ts";

const works = { exitCode: 0, output: "" };
const fails = { exitCode: 1, output: "" };
/** A Docker whose commands end as given; undefined is a machine without it. */
function docker(ends: { compose: typeof works | undefined; info: typeof works | undefined }): Docker {
  return async ([command]) => (command === "compose" ? ends.compose : ends.info);
}

describe("Docker", () => {
  it("runs: it is used", async () => {
    await requireDocker(docker({ compose: works, info: works }));
  });

  it.each([
    [
      { compose: undefined, info: undefined },
      "Docker was not found: install it from https://docs.docker.com/get-docker",
    ],
    [{ compose: works, info: fails }, "Docker is not running: start it"],
    [{ compose: works, info: undefined }, "Docker is not running: start it"],
    [{ compose: fails, info: works }, "Docker's Compose plugin was not found: install it (docker compose)"],
  ])("missing or stopped: one sentence with the alternative: %o", async (ends, problem) => {
    await expect(requireDocker(docker(ends))).rejects.toThrow(
      `${problem}, or run LocalStack without it: npm run localstack -- --host.`,
    );
  });
});
