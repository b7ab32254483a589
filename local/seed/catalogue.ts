import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import type { Schemas } from "../../client/client.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** A product of the catalogue, and its opening stock. */
export interface CatalogueEntry {
  product: Schemas["NewProduct"];
  stock: number;
}

/** The catalogue that `npm start` loads. */
export const catalogueFile = join(import.meta.dirname, "products.csv");

const hundredths = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,2})?$/, "a number with at most two decimals")
  .transform(toHundredths);
const count = z
  .string()
  .regex(/^\d{1,6}$/, "a whole number")
  .transform(Number);

const Row = z.object({
  sku: z.string().regex(/^[A-Z0-9][A-Z0-9._-]{0,63}$/, "a SKU: capitals, digits, dots, dashes"),
  name: z.string().min(1),
  description: z.string(),
  price: hundredths,
  currency: z.string().regex(/^[A-Z]{3}$/, "a currency code"),
  tax_percent: hundredths,
  reorder_point: count,
  stock: count,
});

/** Reads a catalogue file. */
export async function readCatalogue(file = catalogueFile): Promise<CatalogueEntry[]> {
  return parseCatalogue(await readFile(file, "utf8"), file);
}

/**
 * Parses a catalogue: CSV with a header line, prices and percentages as decimals.
 * @throws ClearError that names the line and column of the first invalid value
 */
export function parseCatalogue(csv: string, file: string): CatalogueEntry[] {
  const rows: unknown = parse(csv, { columns: true, skip_empty_lines: true, trim: true, bom: true });
  return z
    .array(z.unknown())
    .parse(rows)
    .map((row, index) => {
      const parsed = Row.safeParse(row);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw new ClearError(
          `Product ${index + 1} of ${file} has no valid ${issue?.path.join(".")}: ${issue?.message} is required.`,
        );
      }
      const { sku, name, description, price, currency, tax_percent, reorder_point, stock } = parsed.data;
      return {
        product: {
          sku,
          name,
          ...(description === "" ? {} : { description }),
          price: { amount: price, currency },
          taxRate: tax_percent,
          reorderPoint: reorder_point,
        },
        stock,
      };
    });
}

/** "19.9" is 1990; parsed as digits, because 8.2 * 100 is not 820 in floating point. */
function toHundredths(decimal: string): number {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
}
