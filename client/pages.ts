import { type Answer, dataOf } from "./problem-error.ts";

/** The query parameter of the page to read; empty for the first page. */
export interface PagePosition {
  readonly cursor?: string;
}

interface Page {
  readonly nextCursor: string | null;
}

interface PageOf<Entry> extends Page {
  readonly data: readonly Entry[];
}

/**
 * Reads a list page by page, up to its end.
 * @param cursor where to continue; the first page by default
 * @throws ProblemError where a page is refused
 */
export async function* readPages<Read extends Page>(
  readPage: (position: PagePosition) => Promise<Answer<Read>>,
  cursor?: string,
): AsyncGenerator<Read, void, undefined> {
  let position: PagePosition | undefined = cursor === undefined ? {} : { cursor };
  while (position) {
    const page: Read = dataOf(await readPage(position));
    yield page;
    position = page.nextCursor ? { cursor: page.nextCursor } : undefined;
  }
}

/** Reads the entries of a list one by one, up to its end. @throws ProblemError where a page is refused */
export async function* readEntries<Entry>(
  readPage: (position: PagePosition) => Promise<Answer<PageOf<Entry>>>,
): AsyncGenerator<Entry, void, undefined> {
  for await (const page of readPages(readPage)) yield* page.data;
}
