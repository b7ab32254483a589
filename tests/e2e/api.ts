import { inject } from "vitest";
import { type WaybillClient, waybillClient } from "../../client/client.ts";
import { openLocalIssuer, type Role, type TokenOptions } from "../../local/issuer.ts";
import { fetchChecked } from "./contract.ts";

/** The stack under test. */
export const cloud = inject("cloud");

const issuer = await openLocalIssuer(cloud.keyFile);

/** A token that the stack accepts; the options can make it invalid. */
export function token(role: Role, subject: string, options?: TokenOptions): Promise<string> {
  return issuer.token(role, subject, options);
}

/** No attempt ends before its test does: on a busy machine, repeated requests would only add to the load. */
const TIMEOUT_MS = 60_000;

/** A client with this token; every answer is checked against openapi.yaml. */
export function apiAs(bearer: string): WaybillClient {
  return waybillClient({ baseUrl: cloud.apiUrl, token: bearer, timeoutMs: TIMEOUT_MS, fetch: fetchChecked });
}

/** A client of the customer with this name. */
export async function customer(name: string): Promise<WaybillClient> {
  return apiAs(await token("customer", name));
}

/** A client of the deployment's operator. */
export async function operator(): Promise<WaybillClient> {
  return apiAs(await token("operator", "olga"));
}

/** A client of the shop's staff. */
export async function staff(name = "sam"): Promise<WaybillClient> {
  return apiAs(await token("staff", name));
}
