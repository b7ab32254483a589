/** What makes a PDF, and what reads a font: loaded with the first document, and bundled by itself. */
export { create as openFont } from "fontkit";
export { default as PDFDocument } from "pdfkit";
