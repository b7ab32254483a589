import { log } from "../platform/runtime/logging.ts";
import type { Timestamp } from "../platform/values/time.ts";
import { loadFonts } from "./fonts.ts";
import { printableText } from "./printable-text.ts";

/** A4, in points of 1/72 inch. */
export const PAGE = { width: 595.28, height: 841.89, margin: 56 };
/** Where text has to end, above the page's number. */
export const BOTTOM = PAGE.height - PAGE.margin - 20;

/** A document that is being drawn. */
export interface Drawing {
  readonly pdf: PDFKit.PDFDocument;
  /** The text as the font can print it: what the font does not have is replaced, and named in the log. */
  readonly printable: (text: string) => string;
}

export interface DocumentDetails {
  readonly title: string;
  /** When it is made. */
  readonly at: Timestamp;
}

/** A PDF with the font embedded, and a number on each page. */
export async function makePdf({ title, at }: DocumentDetails, draw: (drawing: Drawing) => void): Promise<Uint8Array> {
  const [{ PDFDocument, openFont }, fonts] = await Promise.all([import("./pdfkit-sdk.ts"), loadFonts()]);
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: PAGE.margin,
    bufferPages: true,
    // Without a first font: those that every reader has know no Ł.
    font: "",
    lang: "en",
    displayTitle: true,
    info: { Title: title, CreationDate: new Date(at), ModDate: new Date(at) },
  });
  pdf.registerFont("regular", fonts.regular).registerFont("bold", fonts.bold).font("regular");
  const made = collect(pdf);

  const known = openFont(fonts.regular);
  const missing = new Set<string>();
  const printable = (given: string) => {
    const one = printableText(
      given,
      (codePoint) => "hasGlyphForCodePoint" in known && known.hasGlyphForCodePoint(codePoint),
    );
    for (const character of one.missing) missing.add(character);
    return one.text;
  };
  draw({ pdf, printable });
  numberPages(pdf);
  if (missing.size > 0) log.warn("the font does not have all characters of a document", { missing: [...missing] });

  pdf.end();
  return made;
}

async function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of pdf) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function numberPages(pdf: PDFKit.PDFDocument): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page);
    // The margin would start another page below it.
    pdf.page.margins.bottom = 0;
    const place = { align: "right", width: PAGE.width - 2 * PAGE.margin } as const;
    pdf.font("regular", 8).text(`Page ${page + 1} of ${count}`, PAGE.margin, PAGE.height - PAGE.margin, place);
  }
}
