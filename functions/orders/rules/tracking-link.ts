/** By carrier, the address of its page about a parcel, with a place for the parcel's tracking number. */
export type TrackingLinks = Readonly<Record<string, string>>;

/** Where a carrier's address has the tracking number. */
export const TRACKING_NUMBER_PLACE = "{trackingNumber}";

/** The carrier's page about a parcel; undefined where the shop's settings name none. Carriers are compared without case. */
export function trackingLink(links: TrackingLinks, carrier: string, trackingNumber: string): string | undefined {
  const template = Object.entries(links).find(([name]) => isSameCarrier(name, carrier))?.[1];
  return template?.replaceAll(TRACKING_NUMBER_PLACE, encodeURIComponent(trackingNumber.toWellFormed()));
}

/** Whether two names are of one carrier. */
export function isSameCarrier(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
