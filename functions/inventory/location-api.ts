import * as z from "zod/mini";
import { Address, NewAddress } from "../platform/values/address.ts";
import { readableText } from "../platform/values/text.ts";
import { Timestamp } from "../platform/values/time.ts";
import { Version } from "../platform/values/version.ts";
import { type Location, LocationId } from "./rules/location.ts";

const Name = readableText({ longest: 100 });
const Priority = z
  .int()
  .check(
    z.minimum(0),
    z.maximum(1_000),
    z.meta({ description: "Of several locations that could serve an order, the one with the lowest is chosen" }),
  );

export const NewLocation = z
  .strictObject({
    id: LocationId,
    name: Name,
    priority: z.exactOptional(Priority),
    address: z.exactOptional(NewAddress),
  })
  .check(z.meta({ id: "NewLocation" }));
export type NewLocation = z.output<typeof NewLocation>;

export const LocationChanges = z
  .strictObject({
    name: z.exactOptional(Name),
    priority: z.exactOptional(Priority),
    address: z.exactOptional(z.nullable(NewAddress)),
  })
  .check(
    z.refine((changes) => Object.keys(changes).length > 0, "must name at least one field to change"),
    z.meta({
      id: "LocationChanges",
      description: "Fields left out stay as they are; null clears the address (RFC 7396).",
      minProperties: 1,
    }),
  );

export const LocationView = z
  .strictObject({
    id: LocationId,
    name: z.string(),
    priority: z.int(),
    address: z.exactOptional(Address),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .check(z.meta({ id: "Location" }));
export type LocationView = z.output<typeof LocationView>;

export function locationView(location: Location): LocationView {
  const { id, name, priority, address, version, createdAt, updatedAt } = location;
  return { id, name, priority, ...(address && { address }), version, createdAt, updatedAt };
}

export const LocationList = z.strictObject({ data: z.array(LocationView) }).check(z.meta({ id: "LocationList" }));
