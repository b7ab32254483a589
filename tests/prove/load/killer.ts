import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The functions that our own engine runs: the node processes below the engine that is below this process. */
async function functionsOfOurs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,args="]);
  const all = stdout.split("\n").flatMap((line): Process[] => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && parent && command ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
  const below = (one: number) => all.filter(({ parent }) => parent === one);
  const engine = below(process.pid).find(({ command }) => command.includes("run_ministack"));
  return engine ? below(engine.pid).filter(({ command }) => /\bnode\b/.test(command)) : [];
}

/** Kills one of our functions every now and then, until the signal. Gives how many. */
export async function killFunctions(everyMs: number, signal: AbortSignal): Promise<number> {
  let killed = 0;
  while (!signal.aborted) {
    await sleep(everyMs * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
    const victims = await functionsOfOurs();
    const victim = victims[Math.floor(Math.random() * victims.length)];
    if (!victim || signal.aborted) continue;
    try {
      process.kill(victim.pid, "SIGKILL");
      killed++;
    } catch {
      // It ended by itself meanwhile.
    }
  }
  return killed;
}
