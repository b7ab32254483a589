import type * as z from "zod/mini";

/** A schema of JSON, or OpenAPI's own word for text and bytes. */
export type ContentSchema = z.core.$ZodType | { readonly type: "string"; readonly format?: "binary" };

/** A body as it is sent: text as it is, bytes as base64. */
export interface EncodedBody {
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

/** How the body of an answer is written, and what the document says about it. */
export interface AnswerCodec<Value> {
  /** By media type. */
  readonly content: Readonly<Record<string, ContentSchema>>;
  readonly encode: (value: Value) => EncodedBody;
}

/** JSON. A schema in a declaration stands for this codec. */
export function json<S extends z.core.$ZodType>(schema: S): AnswerCodec<z.core.input<S>> {
  return {
    content: { "application/json": schema },
    encode: (value) => ({ contentType: "application/json", content: JSON.stringify(value) }),
  };
}

/** Text in UTF-8, such as a page. */
export function text(mediaType: `text/${string}`): AnswerCodec<string> {
  return {
    content: { [mediaType]: { type: "string" } },
    encode: (content) => ({ contentType: `${mediaType}; charset=utf-8`, content }),
  };
}

/** Bytes, such as a PDF. */
export function binary(mediaType: string): AnswerCodec<Uint8Array> {
  return {
    content: { [mediaType]: { type: "string", format: "binary" } },
    encode: (content) => ({ contentType: mediaType, content }),
  };
}

type Cell = string | number | boolean | null;

/** Rows with these columns, as CSV (RFC 4180) with a header line; `null` is an empty cell. */
export function csv<const Column extends string>(
  columns: readonly Column[],
): AnswerCodec<readonly Readonly<Record<Column, Cell>>[]> {
  const line = (cells: readonly Cell[]) => `${cells.map(csvCell).join(",")}\r\n`;
  return {
    content: { "text/csv": { type: "string" } },
    encode: (rows) => ({
      contentType: "text/csv; charset=utf-8",
      content: [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join(""),
    }),
  };
}

function csvCell(value: Cell): string {
  const cell = value === null ? "" : String(value);
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Content and the media type that it has. */
export interface TypedContent<MediaType extends string, Content> {
  readonly mediaType: MediaType;
  readonly content: Content;
}

/** Content of one codec in several media types: `oneOf(text, "text/css", "text/javascript")`. The handler names the type. */
export function oneOf<const MediaType extends string, Content>(
  codec: (mediaType: MediaType) => AnswerCodec<Content>,
  ...mediaTypes: readonly MediaType[]
): AnswerCodec<TypedContent<MediaType, Content>> {
  const contents = mediaTypes.flatMap((mediaType) => Object.entries(codec(mediaType).content));
  return {
    content: Object.fromEntries(contents),
    encode: ({ mediaType, content }) => codec(mediaType).encode(content),
  };
}
