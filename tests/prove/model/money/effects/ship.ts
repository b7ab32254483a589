import type { Step } from "../../explorer.ts";
import { addParcel } from "../rules/ship-parcel.ts";
import type { World } from "../world.ts";
import { type Running, recordOutcome } from "./running.ts";

/** Adds the parcel; nobody outside is called. */
export function* ship(running: Running): Generator<Step<World>> {
  if (running.mayRecord) yield ["resumer adds a parcel", recordOutcome(running, addParcel(running.free))];
}
