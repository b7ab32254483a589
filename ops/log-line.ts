import * as z from "zod";

/** An event of CloudWatch Logs. */
export interface LogEvent {
  /** The same in every answer that contains it. */
  readonly id: string;
  /** The function's name in functions/registry/functions.ts. */
  readonly functionName: string;
  /** When it was logged, in milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** A line that a function wrote, or that Lambda wrote about a failure. */
export interface LogLine {
  /** The event's. */
  readonly id: string;
  readonly functionName: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly level: string;
  readonly message: string;
  readonly requestId: string | undefined;
  /** Everything else that the line says. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The line as it was logged. */
  readonly text: string;
}

const Structured = z.looseObject({
  message: z.string(),
  level: z.string(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  requestId: z.string().optional(),
});

/** Lambda's own lines, as text and in the JSON format. */
const LAMBDA_TEXT = /^(START|END|REPORT|INIT_START|INIT_REPORT|EXTENSION|XRAY) /;
const LambdaJson = z.object({
  time: z.iso.datetime(),
  type: z.templateLiteral(["platform.", z.string()]),
  record: z.looseObject({ requestId: z.string().optional(), status: z.string().optional() }),
});

/** Fields that say the same in every line, or are for machines only: the logger's own, and embedded metrics. */
const LEFT_OUT = ["service", "sampling_rate", "xray_trace_id", "_aws"];

/** Parses a log event; undefined for Lambda's own lines about an invocation that did not fail. */
export function parseLogLine({ id, functionName, timestamp, message: logged }: LogEvent): LogLine | undefined {
  const text = logged.trimEnd();
  const json = parseJson(text);
  const line = { id, functionName, at: new Date(timestamp).toISOString(), text };
  const structured = Structured.safeParse(json);
  if (structured.success) {
    const { message, level, timestamp: at = line.at, requestId, ...others } = structured.data;
    const fields = Object.fromEntries(Object.entries(others).filter(([name]) => !LEFT_OUT.includes(name)));
    return { ...line, at: new Date(at).toISOString(), level, message, requestId, fields };
  }
  const ofLambda = LambdaJson.safeParse(json);
  if (ofLambda.success) {
    const { time: at, type, record } = ofLambda.data;
    const { requestId, status = "success", ...others } = record;
    if (status === "success") return undefined;
    return { ...line, at, level: "ERROR", message: type, requestId, fields: { status, ...others } };
  }
  if (text === "" || (LAMBDA_TEXT.test(text) && !text.includes("\tStatus: "))) return undefined;
  return { ...line, level: "", message: text, requestId: undefined, fields: {} };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
