import { isDeepStrictEqual } from "node:util";
import {
  type CountedOperation,
  callMilliseconds,
  LAMBDA_TEXT_LINES,
  PROVIDER_MILLISECONDS,
  processorMilliseconds,
} from "./assumptions.ts";
import type { DeployedFunction } from "./deployed-functions.ts";
import { durationWith, type Need } from "./lambda-model.ts";
import { sumOf, type Usage } from "./usage.ts";

/** The calls that the sandbox makes to its own ledger: another provider makes none. */
export const SANDBOX = "sandbox";

/** Something that a function did, and what it used. */
export interface CountedStep {
  /** The function. */
  readonly by: string;
  readonly what: string;
  readonly usage: Usage;
}

/** Counts what functions use, step by step. */
export class Meter {
  /** Calls whose units the engine counts otherwise. */
  readonly disagreements: string[] = [];
  #steps: CountedStep[] = [];
  readonly #functions: ReadonlyMap<string, DeployedFunction>;

  constructor(functions: ReadonlyMap<string, DeployedFunction>) {
    this.#functions = functions;
  }

  /** Everything that was counted since the last call. */
  takeSteps(): CountedStep[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }

  countInvocation(by: string): void {
    const { kind, memoryMegabytes, logsInvocations } = this.#functionNamed(by);
    const lines = logsInvocations ? LAMBDA_TEXT_LINES : [];
    const usage = {
      invocations: 1,
      megabyteMilliseconds: megabyteMillisecondsOf({ cpu: processorMilliseconds.invocation, wait: 0 }, memoryMegabytes),
      logLines: lines.length,
      logBytes: Buffer.byteLength(lines.join("")),
      ...usageOfTrigger[kind],
    };
    this.#steps.push({ by, what: "invocation", usage });
  }

  countCall(by: string, operation: CountedOperation, what: string, usage: Usage): void {
    if (by === SANDBOX) return void this.#steps.push({ by, what, usage });
    const { memoryMegabytes } = this.#functionNamed(by);
    const need = { cpu: processorMilliseconds.call, wait: callMilliseconds[operation] };
    const megabyteMilliseconds = megabyteMillisecondsOf(need, memoryMegabytes);
    this.#steps.push({ by, what, usage: { awsCalls: 1, megabyteMilliseconds, ...usage } });
  }

  countProviderCall(by: string, method: string): void {
    const providerMegabyteMilliseconds = PROVIDER_MILLISECONDS * this.#functionNamed(by).memoryMegabytes;
    this.#steps.push({
      by,
      what: `payment provider: ${method}`,
      usage: { providerCalls: 1, providerMegabyteMilliseconds },
    });
  }

  /** EventBridge puts a message into the queue of a subscription. */
  countMessage(by: string, queueRequests: number): void {
    this.#steps.push({ by, what: "message", usage: { queueRequests } });
  }

  countLogLine(by: string, line: string): void {
    this.#steps.push({ by, what: "log line", usage: { logLines: 1, logBytes: Buffer.byteLength(line) } });
  }

  /** Compares the units of a write by AWS's rules with those that the engine counts, by its own code. */
  compare(what: string, counted: Usage, ofEngine: Usage): void {
    const [ours, its] = [sumOf([counted]), sumOf([ofEngine])];
    if (isDeepStrictEqual(ours, its)) return;
    this.disagreements.push(`${what}: ${JSON.stringify(ours)}, and the engine says ${JSON.stringify(its)}`);
  }

  #functionNamed(name: string): DeployedFunction {
    const found = this.#functions.get(name);
    if (!found) throw new Error(`A call was made by ${name}, which is no deployed function.`);
    return found;
  }
}

/** What Lambda bills for so much processor time and waiting. */
function megabyteMillisecondsOf(need: Need, memoryMegabytes: number): number {
  return Math.round(durationWith(memoryMegabytes, need) * memoryMegabytes);
}

/** What AWS counts when it starts a function; a queue is read with one ReceiveMessage, and emptied with one DeleteMessageBatch. */
const usageOfTrigger: Readonly<Record<DeployedFunction["kind"], Usage>> = {
  api: { gatewayRequests: 1 },
  queue: { queueRequests: 2 },
  stream: { streamReads: 1 },
  schedule: {},
};
