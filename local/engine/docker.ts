import { runToEnd } from "../child-process.ts";
import { scrubbedEnvironment } from "../environment.ts";

/** Whether there is a Docker whose daemon runs. */
export async function dockerAnswers(): Promise<boolean> {
  const asked = runToEnd("docker", ["info"], {
    env: scrubbedEnvironment(process.env),
    signal: AbortSignal.timeout(10_000),
  });
  return asked.then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}
