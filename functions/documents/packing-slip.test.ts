import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, test, vi } from "vitest";
import { at, changed, orderInEachSituation, theShipmentOf } from "../../tests/builders/orders.ts";
import { units } from "../../tests/builders/products.ts";
import { LocationId } from "../inventory/rules/location.ts";
import type { Order } from "../orders/rules/order.ts";
import { cancel } from "../orders/rules/order-transitions.ts";
import { splitShipment } from "../orders/rules/parcels.ts";
import { log } from "../platform/runtime/logging.ts";
import { drawPackingSlip } from "./draw-packing-slip.ts";
import { type PackingSlip, packingSlip } from "./packing-slip.ts";

const { toBePacked, leaving, shipped } = orderInEachSituation();

function slipOf(order: Order, changes: Partial<PackingSlip> = {}): PackingSlip {
  return { ...packingSlip(order, theShipmentOf(order), undefined), ...changes };
}

describe("what stands on a packing slip", () => {
  test("of an order with one parcel from main: where it goes and what is in it", () => {
    expect(slipOf(toBePacked)).toEqual({
      orderNumber: expect.stringMatching(/^WB-/),
      orderedOn: "2026-11-21",
      shipment: 1,
      parcel: { number: 1, of: 1 },
      shipTo: ["Alice Example", "Hauptstr. 1", "10115 Berlin", "DE"],
      lines: [
        { sku: "MUG", name: "Product MUG", quantity: 2 },
        { sku: "PEN", name: "Product PEN", quantity: 1 },
      ],
    });
  });

  test("of one of two parcels: its own units, and which of them it is; cancelled ones do not count", () => {
    const context = changed(9);
    const two = splitShipment(toBePacked, [units("MUG", 2), units("PEN", 1)], { id: "1", fingerprint: "1" }, context);
    const three = splitShipment(two, [units("MUG", 1)], { id: "2", fingerprint: "2" }, context);
    expect(three.shipments.map(({ status }) => status)).toEqual(["CANCELLED", "PENDING", "PENDING"]);
    const [cancelled, , third] = three.shipments;
    if (!cancelled || !third) throw new Error("The order has three shipments.");
    expect(packingSlip(three, third, undefined)).toMatchObject({
      shipment: 3,
      parcel: { number: 2, of: 2 },
      lines: [{ sku: "MUG", quantity: 1 }],
    });
    expect(() => packingSlip(three, cancelled, undefined)).toThrow(
      expect.objectContaining({ code: "shipment_cancelled" }),
    );
  });

  test("the shop's reference, the location by its name, and the carrier, also while the shipment is leaving", () => {
    const berlin = LocationId.parse("berlin");
    const order = { ...leaving, reference: "PO-7" };
    const shipment = { ...theShipmentOf(order), location: berlin };
    const placed = { ...order, shipments: [shipment] };
    expect(packingSlip(placed, shipment, "Berlin Mitte")).toMatchObject({
      reference: "PO-7",
      location: "Berlin Mitte",
      carrier: "DHL",
    });
    expect(packingSlip(placed, shipment, undefined)).toMatchObject({ location: "berlin" });
    expect(slipOf(shipped)).toMatchObject({ carrier: "DHL" });
  });

  test("of a cancelled order: there is nothing to pack", () => {
    const order = cancel(toBePacked, { reason: "No", actor: "staff:sam", isCustomer: false }, changed(9));
    expect(() => slipOf(order)).toThrow("was cancelled: there is nothing to pack");
  });
});

/** The text of each page, as a reader has it. */
async function pagesOf(slip: PackingSlip): Promise<string[]> {
  const pdf = await getDocumentProxy(new Uint8Array(await drawPackingSlip(slip, at(9))));
  return (await extractText(pdf)).text;
}

describe("the PDF", () => {
  test("has all of it, in characters of many countries", async () => {
    const slip = slipOf(shipped, {
      reference: "PO-7",
      location: "Berlin Mitte",
      shipTo: ["Łukasz Żółć", "ul. Świętokrzyska 1", "00-950 Warszawa", "Ελλάδα Кирилл Đặng", "PL"],
    });
    const [page = "", ...others] = await pagesOf(slip);
    expect(others).toEqual([]);
    for (const text of [
      "Packing slip",
      slip.orderNumber,
      "Reference: PO-7",
      "Ordered on: 2026-11-21",
      "Parcel: 1 of 1",
      "Packed at: Berlin Mitte",
      "Carrier: DHL",
      "Łukasz Żółć",
      "ul. Świętokrzyska 1",
      "Ελλάδα Кирилл Đặng",
      "2 MUG Product MUG",
      "1 PEN Product PEN",
      "Page 1 of 1",
    ])
      expect(page.replace(/\s+/g, " ")).toContain(text);
  });

  test("characters that the font does not have: replaced, and named in the log", async () => {
    const warn = vi.spyOn(log, "warn").mockReturnValue();
    const [page] = await pagesOf(slipOf(shipped, { shipTo: ["王小明 😀 Wang"] }));
    expect(page).toContain("��� � Wang");
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.any(String), {
      missing: ["U+738B", "U+5C0F", "U+660E", "U+1F600"],
    });
    warn.mockRestore();
  });

  test("thirty lines with long names: several pages, each with its titles and its number, no line lost", async () => {
    const lines = Array.from({ length: 30 }, (_, index) => ({
      ...units(`SKU-${index}`.padEnd(60, "X"), 1),
      name: `Name ${index} ${"of many words ".repeat(14)}`.slice(0, 200),
      quantity: index + 1,
    }));
    const pages = await pagesOf(slipOf(shipped, { lines }));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain("Quantity");
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    }
    const all = pages.join(" ");
    for (const { name } of lines) expect(all).toContain(name.slice(0, "Name 10 of".length));
  });
});
