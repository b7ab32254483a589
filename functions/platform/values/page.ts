/** Which part of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  /** The position of the last entry that was seen: sort keys come after it, in the list's own order. */
  readonly after: string | undefined;
}

/** A part of a list, and the position to go on from where there is more. */
export interface Page<Entry> {
  readonly data: readonly Entry[];
  readonly next: string | undefined;
}
