import type { Metafile } from "esbuild";

/** Bytes of code that an API function may load at a cold start, which is what a waiting customer feels. */
export const apiFunctionBudget = 400 * 1024;

export class SizeBudgetError extends Error {
  override readonly name = "SizeBudgetError";

  constructor(functionName: string, bytes: number, budget: number, metafile: Metafile) {
    const largest = largestInputs(metafile, 3).map(([input, size]) => `${input} (${kilobytes(size)})`);
    super(
      `A cold start of the function ${functionName} loads ${kilobytes(bytes)} (${bytes} bytes), over its budget of ` +
        `${kilobytes(budget)} (${budget} bytes); its largest inputs are ${largest.join(", ")}.`,
    );
  }
}

/** Where the bytes come from: whole packages from node_modules, single files of our own. */
export function largestInputs(metafile: Metafile, count: number): [input: string, bytes: number][] {
  const sizes = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      const input = packageOf(file) ?? file;
      sizes.set(input, (sizes.get(input) ?? 0) + bytesInOutput);
    }
  }
  return [...sizes].sort((a, b) => b[1] - a[1]).slice(0, count);
}

export function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}

function packageOf(file: string): string | undefined {
  const path = file.split("node_modules/").at(-1);
  return path === file ? undefined : path?.match(/^(@[^/]+\/)?[^/]+/)?.[0];
}
