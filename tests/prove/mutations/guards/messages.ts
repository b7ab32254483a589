import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of events and of what carries on by itself. */
export const messages: readonly Mutation[] = [
  guard(
    "publish: what the bus refused is sent again",
    "relay/publish",
    "if (missing.length > 0) throw new EntriesRefusedError(missing.length, results);",
    "",
    "an order is placed",
  ),
  guard(
    "relay: a batch that fails comes again",
    "relay/handler",
    "await publish(published);",
    "await publish(published).catch(() => {});",
    "an order is placed while the bus takes nothing",
  ),
  guard(
    "relay: a poison record is parked",
    "relay/handler",
    "return eventsIn(record);\n  } catch (error) {",
    "return eventsIn(record);\n  } catch (error) {\n    throw error;",
    "an order that nobody can read comes and is due with another",
  ),
  guard(
    "consumer: one message fails alone",
    "shipping/on-order-placed",
    "return messageId;",
    "throw error;",
    "a poison message comes with an OrderPlaced",
  ),
  {
    ...guard(
      "consumer: a message that failed comes again",
      "shipping/on-order-placed",
      "return messageId;",
      "return undefined;",
    ),
    secondLine: "the sweeper ships what no message did, two minutes later",
  },
  guard(
    "sweeper: ships what no event announced",
    "sweeper/sweep",
    "await resumeOrder(order, { ships: true });",
    "await resumeOrder(order);",
    "an order is placed",
  ),
  guard(
    "sweeper: one that fails holds up none of the others",
    "sweeper/sweep",
    "failed.push(id);\n    return false;",
    "throw error;",
    "an order that nobody can read comes and is due with another",
  ),
];
