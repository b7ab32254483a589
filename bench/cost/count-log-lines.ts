import * as z from "zod";
import type { Meter } from "./meter.ts";

const Line = z.looseObject({
  level: z.string(),
  message: z.string(),
  service: z.string(),
  milliseconds: z.optional(z.number()),
});

/** How long a request took has other digits each time: two of them. */
const OF_TIME = { milliseconds: 50 };

/** Counts the log lines that this process's functions write. They are not printed. */
export function countLogLines(meter: Meter, runningFunction: () => string): void {
  for (const stream of [process.stdout, process.stderr]) {
    const print = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array) => {
      const line = logLineIn(String(chunk));
      if (!line) return print(chunk);
      const by = runningFunction();
      meter.countLogLine(
        by,
        `${JSON.stringify({ ...line, service: by, ...(line.milliseconds !== undefined && OF_TIME) })}\n`,
      );
      return true;
    };
  }
}

function logLineIn(text: string): z.infer<typeof Line> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
