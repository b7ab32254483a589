import * as z from "zod/mini";
import { settingOr } from "../platform/runtime/settings.ts";
import type { TrackingLinks } from "./rules/tracking-link.ts";

const Links = z.record(z.string(), z.string());

/** The carriers' pages about parcels that this deployment's settings name. */
export function trackingLinks(): TrackingLinks {
  return z.parse(Links, JSON.parse(settingOr("TRACKING_LINKS", "{}")));
}
