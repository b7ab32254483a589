import { answer, operation } from "../platform/http/operation.ts";
import { LocationChanges, LocationList, LocationView, locationView, NewLocation } from "./location-api.ts";
import { LocationId, locationExists, tooManyLocations } from "./rules/location.ts";
import {
  changeLocation as change,
  createLocation as create,
  getLocation as get,
  listLocations as list,
} from "./store-location.ts";

const path = { locationId: LocationId };

export const createLocation = operation({
  summary: "Add a location",
  description:
    "A place where stock lies. Every shop has the location `main`; a shop with no other needs none of this. Its id is " +
    "its own, so no Idempotency-Key is needed: the same request again answers with what it made.",
  route: "POST /locations",
  allow: { staff: "any", service: "any" },
  sendsIdempotentReplayed: true,
  body: NewLocation,
  answers: { 201: LocationView },
  problems: [locationExists, tooManyLocations],
  handle: async ({ body, fingerprint }) => {
    const { location, replayed } = await create({ ...body, fingerprint });
    return answer(201, locationView(location), { replayed, version: location.version });
  },
});

export const listLocations = operation({
  summary: "List the shop's locations",
  description: "All of them, in the order in which orders are served from them.",
  route: "GET /locations",
  allow: { staff: "any", service: "any" },
  answers: { 200: LocationList },
  handle: async () => answer(200, { data: (await list()).map(locationView) }),
});

export const getLocation = operation({
  summary: "Read a location",
  route: "GET /locations/{locationId}",
  allow: { staff: "any", service: "any" },
  path,
  answers: { 200: LocationView },
  handle: async ({ path: { locationId } }) => {
    const location = await get(locationId);
    return answer(200, locationView(location), { version: location.version });
  },
});

export const changeLocation = operation({
  summary: "Change a location",
  description: "Orders that were placed are served from where they were promised.",
  route: "PATCH /locations/{locationId}",
  allow: { staff: "any", service: "any" },
  path,
  body: LocationChanges,
  ifMatch: "optional",
  answers: { 200: LocationView },
  handle: async ({ path: { locationId }, body, ifMatch }) => {
    const location = await change(locationId, body, ifMatch);
    return answer(200, locationView(location), { version: location.version });
  },
});
