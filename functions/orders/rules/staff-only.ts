import { problem } from "../../platform/values/problems.ts";

/** A part of a request that only the shop may send. */
export const staffOnly = problem(403, "staff_only", "Only staff and services may do this with an order.");
