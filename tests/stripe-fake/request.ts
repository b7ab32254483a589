/** A request as it comes over the wire; the path has its query. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FakeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer never comes: the connection is closed, or, where `isSilent`, stays open until the caller gives up. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
  readonly isSilent: boolean;

  constructor(isSilent: boolean) {
    super("The connection was lost.");
    this.isSilent = isSilent;
  }
}
