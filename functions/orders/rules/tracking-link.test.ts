import { expect, test } from "vitest";
import { trackingLink } from "./tracking-link.ts";

const links = {
  DHL: "https://www.dhl.de/en/privatkunden.html?piececode={trackingNumber}",
  "Deutsche Post": "https://www.deutschepost.de/{trackingNumber}/sendung?number={trackingNumber}",
};

test("a link is the carrier's address with the tracking number in it", () => {
  expect(trackingLink(links, "DHL", "00340434161094021501")).toBe(
    "https://www.dhl.de/en/privatkunden.html?piececode=00340434161094021501",
  );
});

test.each(["dhl", "Dhl", " DHL "])("carrier %j: the case of its name and spaces around it do not matter", (carrier) => {
  expect(trackingLink(links, carrier, "1")).toBe("https://www.dhl.de/en/privatkunden.html?piececode=1");
});

test("the number is encoded, in each place", () => {
  expect(trackingLink(links, "deutsche post", "A/1?b=c&d $& é")).toBe(
    "https://www.deutschepost.de/A%2F1%3Fb%3Dc%26d%20%24%26%20%C3%A9/sendung?number=A%2F1%3Fb%3Dc%26d%20%24%26%20%C3%A9",
  );
});

test("half a character in the number is replaced instead of failing", () => {
  expect(trackingLink(links, "DHL", "1\ud800")).toBe("https://www.dhl.de/en/privatkunden.html?piececode=1%EF%BF%BD");
});

test.each(["UPS", "", "DHL Express", "toString"])(
  "carrier %j, which the shop has no address for: no link",
  (carrier) => {
    expect(trackingLink(links, carrier, "1")).toBeUndefined();
  },
);
