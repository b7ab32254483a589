import type { Issuer } from "../issuer.ts";
import { readCatalogue } from "./catalogue.ts";
import { loadCatalogue } from "./load-catalogue.ts";

/** Who loads the catalogue, and where. */
export interface ShopToStock {
  /** The API's URL up to and with `/v1`. */
  apiUrl: string;
  token: Issuer["token"];
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Loads the catalogue of `npm start`. @returns how many products are new */
export async function stockShop({ apiUrl, token, signal, onProgress }: ShopToStock): Promise<number> {
  const staff = await token("staff", "catalogue-loader");
  return loadCatalogue(await readCatalogue(), { apiUrl, token: staff, signal, onProgress });
}
