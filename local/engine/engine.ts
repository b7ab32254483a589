/** A running engine: a cloud on this machine. */
export interface Engine {
  /** Its name and version, for people. */
  name: string;
  kind: "MiniStack" | "LocalStack";
  /** Where its AWS API answers, for example `http://127.0.0.1:4577`. */
  endpoint: string;
  /** Where its output goes, when we started it. */
  logFile?: string;
  /** Set when it was killed the last time that it ran: what happened after this time is lost. */
  lostSince?: Date | undefined;
  /** Rejects when an engine that we started ends by itself. */
  ended?: Promise<never>;
  /** Stops it if we started it, with all its processes; its state is written first. */
  stop(): Promise<void>;
}
