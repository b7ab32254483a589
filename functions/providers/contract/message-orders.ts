import { answerOf, type TestedProvider } from "./contract-case.ts";
import type { Fault } from "./test-network.ts";

/** Two calls about an attempt that meet faults, and what must hold after whatever happened to their messages. */
export interface FaultyCalls<Made, Answer> {
  setUp(): Promise<Made>;
  /** Each of its messages is lost, late or repeated. */
  first(made: Made): Promise<unknown>;
  /** Each of its messages is lost, late or repeated; or it is not sent at all. */
  second(made: Made): Promise<unknown>;
  /** It is not disturbed, so it has to have an answer. */
  last(made: Made): Promise<Answer>;
  /** When the last late message has landed. @param earlier what the first two were answered; "unavailable" without an answer */
  check(made: Made, last: Answer, earlier: readonly unknown[]): Promise<void>;
}

/** Two calls of which one is stopped on its way while the other one runs. */
export interface InterleavedCalls<Made> {
  setUp(): Promise<Made>;
  stopped(made: Made): Promise<unknown>;
  whole(made: Made): Promise<unknown>;
  /** When both are over. */
  check(made: Made): Promise<void>;
}

interface PickedFault {
  readonly fault: Fault;
  /** Counts the call's messages from 0. */
  readonly message: number;
}

interface Landing {
  readonly when: "before" | "after";
  readonly order: "as sent" | "reversed";
}

interface History {
  readonly first: PickedFault;
  readonly second?: PickedFault;
  readonly landing?: Landing;
}

/** Whether the faults of a history met a message at all: a call has only so many. */
interface Met {
  readonly first: boolean;
  readonly second: boolean;
}

const FAULTS: readonly Fault[] = ["requestLost", "answerLost", "late", "twice"];
/** No call of a provider sends more messages; one that does is sending in a circle. */
const MAX_MESSAGES = 20;

/** Runs the calls for every message that can meet a fault, every fault, and every order in which late messages land. */
export async function inEveryOrder<Made, Answer>(
  tested: TestedProvider,
  calls: FaultyCalls<Made, Answer>,
): Promise<void> {
  for await (const first of faultsUntil((fault) => runHistories(tested, calls, { first: fault }, "first"))) {
    for await (const _ of faultsUntil((second) => runHistories(tested, calls, { first, second }, "second")));
  }
}

/** Runs the calls with the first one stopped at each of its messages in turn. */
export async function atEveryMoment<Made>({ network }: TestedProvider, calls: InterleavedCalls<Made>): Promise<void> {
  for (let message = 0; message < MAX_MESSAGES; message++) {
    const made = await calls.setUp();
    network.inject("held", message);
    const stopped = answerOf(calls.stopped(made));
    await Promise.race([network.faulted(), stopped]);
    const happened = network.clear();
    try {
      await answerOf(calls.whole(made));
      await network.deliver();
      await stopped;
      await calls.check(made);
    } catch (error) {
      throw inHistory(`stopped before message ${message}`, error);
    }
    if (!happened) return;
  }
  throw new Error(`The call sends more than ${MAX_MESSAGES} messages.`);
}

/** Each fault at each message, as long as a run meets it. @yields those that were met */
async function* faultsUntil(run: (picked: PickedFault) => Promise<boolean>): AsyncGenerator<PickedFault> {
  for (const fault of FAULTS) {
    for (let message = 0; await run({ fault, message }); message++) {
      if (message === MAX_MESSAGES) throw new Error(`The call sends more than ${MAX_MESSAGES} messages.`);
      yield { fault, message };
    }
  }
}

async function runHistories<Made, Answer>(
  tested: TestedProvider,
  calls: FaultyCalls<Made, Answer>,
  faults: Omit<History, "landing">,
  watched: keyof Met,
): Promise<boolean> {
  let met = false;
  for (const landing of landingsOf(faults)) {
    const history: History = landing ? { ...faults, landing } : faults;
    const { [watched]: meets } = await runHistory(tested, calls, history);
    met = meets;
    if (!met) break;
  }
  return met;
}

function landingsOf({ first, second }: Omit<History, "landing">): readonly (Landing | undefined)[] {
  const late = [first, second].filter((picked) => picked?.fault === "late").length;
  const inOrder: Landing[] = [
    { when: "before", order: "as sent" },
    { when: "after", order: "as sent" },
  ];
  if (late === 0) return [undefined];
  return late === 1 ? inOrder : [...inOrder, ...inOrder.map(({ when }): Landing => ({ when, order: "reversed" }))];
}

async function runHistory<Made, Answer>(
  { network }: TestedProvider,
  calls: FaultyCalls<Made, Answer>,
  history: History,
): Promise<Met> {
  const { first, second, landing } = history;
  try {
    const made = await calls.setUp();
    const disturbed = async (call: (made: Made) => Promise<unknown>, { fault, message }: PickedFault) => {
      network.inject(fault, message);
      const answer = await answerOf(call(made));
      return { answer, met: network.clear() };
    };
    const one = await disturbed(calls.first, first);
    const two = second && (await disturbed(calls.second, second));
    if (landing?.when === "before") await network.deliver(landing.order);
    const last = await calls.last(made);
    await network.deliver(landing?.order);
    await calls.check(made, last, two ? [one.answer, two.answer] : [one.answer]);
    return { first: one.met, second: two?.met ?? false };
  } catch (error) {
    throw inHistory(describeHistory(history), error);
  }
}

function describeHistory({ first, second, landing }: History): string {
  const picked = ({ fault, message }: PickedFault) => `message ${message} ${fault}`;
  const parts = [`first call: ${picked(first)}`];
  if (second) parts.push(`second call: ${picked(second)}`);
  if (landing) parts.push(`late messages land ${landing.when} the last call, ${landing.order}`);
  return parts.join("; ");
}

function inHistory(history: string, error: unknown): Error {
  return new Error(`${history}: ${error instanceof Error ? error.message : error}`, { cause: error });
}
