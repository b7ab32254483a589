import { describe, expect, it } from "vitest";
import { type Docker, requireDocker } from "./in-docker.ts";

const works = { exitCode: 0, output: "" };
const fails = { exitCode: 1, output: "" };
/** A Docker whose commands end as given; undefined is a machine without it. */
function docker(ends: { compose: typeof works | undefined; info: typeof works | undefined }): Docker {
  return async ([command]) => (command === "compose" ? ends.compose : ends.info);
}

describe("Docker", () => {
  it("is used where it runs", async () => {
    await requireDocker(docker({ compose: works, info: works }));
  });

  it.each([
    [
      { compose: undefined, info: undefined },
      "There is no Docker here: install it from https://docs.docker.com/get-docker",
    ],
    [{ compose: works, info: fails }, "Docker does not run here: start it"],
    [{ compose: works, info: undefined }, "Docker does not run here: start it"],
    [{ compose: fails, info: works }, "Docker lacks its Compose plugin here: install it (docker compose)"],
  ])("is asked for in one sentence, with the way around it: %o", async (ends, problem) => {
    await expect(requireDocker(docker(ends))).rejects.toThrow(
      `${problem}, or run LocalStack without it: npm run localstack -- --host.`,
    );
  });
});
