/** The requested part of a list. */
export interface PageRequest {
  readonly limit: number;
  /** The position of the last entry that was seen: sort keys come after it, in the list's own order. */
  readonly after: string | undefined;
}

/** A part of a list, and the position of its last entry where more entries follow. */
export interface Page<Entry> {
  readonly data: readonly Entry[];
  readonly next: string | undefined;
}
