import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The functions of this process's engine: the node processes that the engine started. */
async function runningFunctions(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,args="]);
  const all = stdout.split("\n").flatMap((line): Process[] => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && parent && command ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
  const childrenOf = (one: number) => all.filter(({ parent }) => parent === one);
  const engine = childrenOf(process.pid).find(({ command }) => command.includes("run_ministack"));
  return engine ? childrenOf(engine.pid).filter(({ command }) => /\bnode\b/.test(command)) : [];
}

/** Kills a random function about every `everyMs` until the signal aborts. @returns the number of kills. */
export async function killFunctions(everyMs: number, signal: AbortSignal): Promise<number> {
  let killed = 0;
  while (!signal.aborted) {
    await sleep(everyMs * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
    const candidates = await runningFunctions();
    const target = candidates[Math.floor(Math.random() * candidates.length)];
    if (!target || signal.aborted) continue;
    try {
      process.kill(target.pid, "SIGKILL");
      killed++;
    } catch {
      // The process has already ended.
    }
  }
  return killed;
}
