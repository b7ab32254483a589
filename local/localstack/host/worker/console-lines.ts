import { format } from "node:util";

const levels = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  log: "INFO",
  warn: "WARN",
  error: "ERROR",
} as const;

/**
 * Makes the console write what Lambda's runtime for Node writes: time, request id, level and message, one line each
 * (line feeds become carriage returns), or JSON where the function asks for it. Loggers that write to standard output
 * themselves are not touched.
 */
export function formatConsole(requestId: () => string | undefined): void {
  const isJson = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
  for (const method of Object.keys(levels).filter(isLevel)) {
    console[method] = (...values: unknown[]) => {
      const timestamp = new Date().toISOString();
      const message = format(...values);
      const line = isJson
        ? JSON.stringify({ timestamp, level: levels[method], requestId: requestId(), message })
        : [timestamp, requestId(), levels[method], message].join("\t").replaceAll("\n", "\r");
      process.stdout.write(`${line}\n`);
    };
  }
}

function isLevel(name: string): name is keyof typeof levels {
  return name in levels;
}
