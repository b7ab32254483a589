import type { Timestamp } from "../platform/values/time.ts";
import type { PackingSlip } from "./packing-slip.ts";
import { BOTTOM, type Drawing, makePdf, PAGE } from "./pdf-document.ts";

const WIDTH = PAGE.width - 2 * PAGE.margin;
/** Between rows, and between columns. */
const GAP = 8;
const COLUMNS = [
  { title: "Quantity", x: 0, width: 56 },
  { title: "SKU", x: 64, width: 140 },
  { title: "Name", x: 212, width: WIDTH - 212 },
] as const;

/** The packing slip as a PDF. */
export function drawPackingSlip(slip: PackingSlip, at: Timestamp): Promise<Uint8Array> {
  return makePdf({ title: `Packing slip ${slip.orderNumber}`, at }, (drawing) => {
    const { pdf } = drawing;
    pdf.font("bold", 20).text("Packing slip").moveDown(0.5);
    const top = pdf.y;
    const left = drawBlock(drawing, 0, top, "Ship to", slip.shipTo);
    const right = drawBlock(drawing, WIDTH / 2, top, `Order ${slip.orderNumber}`, detailsOf(slip));
    pdf.y = Math.max(left, right) + 2 * GAP;
    drawLines(drawing, slip);
  });
}

function detailsOf({ reference, orderedOn, shipment, parcel, location, carrier }: PackingSlip): string[] {
  return [
    ...(reference === undefined ? [] : [`Reference: ${reference}`]),
    `Ordered on: ${orderedOn}`,
    `Shipment: ${shipment}`,
    `Parcel: ${parcel.number} of ${parcel.of}`,
    ...(location === undefined ? [] : [`Packed at: ${location}`]),
    ...(carrier === undefined ? [] : [`Carrier: ${carrier}`]),
  ];
}

/** A title and lines below it. @returns where it ends */
function drawBlock(
  { pdf, printable }: Drawing,
  x: number,
  top: number,
  title: string,
  lines: readonly string[],
): number {
  const options = { width: WIDTH / 2 - GAP };
  pdf
    .font("bold", 11)
    .text(title, PAGE.margin + x, top, options)
    .font("regular", 11);
  for (const line of lines) pdf.text(printable(line), options);
  return pdf.y;
}

function drawLines(drawing: Drawing, { lines }: PackingSlip): void {
  const { pdf, printable } = drawing;
  drawRow(
    drawing,
    "bold",
    COLUMNS.map(({ title }) => title),
  );
  for (const { sku, name, quantity } of lines) {
    const cells = [String(quantity), sku, name].map(printable);
    if (pdf.y + heightOf(drawing, cells) > BOTTOM) {
      pdf.addPage();
      drawRow(
        drawing,
        "bold",
        COLUMNS.map(({ title }) => title),
      );
    }
    drawRow(drawing, "regular", cells);
  }
}

function drawRow(drawing: Drawing, font: "regular" | "bold", cells: readonly string[]): void {
  const { pdf } = drawing;
  pdf.font(font, 11);
  const top = pdf.y;
  const height = heightOf(drawing, cells);
  for (const [index, { x, width }] of COLUMNS.entries()) {
    pdf.text(cells[index] ?? "", PAGE.margin + x, top, { width });
  }
  const end = top + height + GAP / 2;
  pdf
    .moveTo(PAGE.margin, end)
    .lineTo(PAGE.margin + WIDTH, end)
    .lineWidth(0.5)
    .strokeColor("#999999")
    .stroke();
  pdf.x = PAGE.margin;
  pdf.y = end + GAP / 2;
}

function heightOf({ pdf }: Drawing, cells: readonly string[]): number {
  return Math.max(...COLUMNS.map(({ width }, index) => pdf.heightOfString(cells[index] ?? "", { width })));
}
