import createClient from "openapi-fetch";
import { inject } from "vitest";
import type { paths } from "../../client/api.generated.d.ts";
import { openLocalIssuer, type Role, type TokenOptions } from "../../local/issuer.ts";
import { checkContract } from "./contract.ts";

/** The stack under test. */
export const cloud = inject("cloud");

const issuer = await openLocalIssuer(cloud.keyFile);

/** A token that the stack accepts, unless the options spoil it. */
export function token(role: Role, subject: string, options?: TokenOptions): Promise<string> {
  return issuer.token(role, subject, options);
}

/** A typed client that calls as somebody; every answer is held against openapi.yaml. */
export function apiAs(bearer: string) {
  return createClient<paths>({
    baseUrl: cloud.apiUrl,
    headers: { Authorization: `Bearer ${bearer}` },
    fetch: async (request) => {
      const response = await fetch(request.clone());
      await checkContract(request, response);
      return response;
    },
  });
}

export type Api = ReturnType<typeof apiAs>;

/** A client of a customer of this name. */
export async function customer(name: string): Promise<Api> {
  return apiAs(await token("customer", name));
}

/** A client of the shop's staff. */
export async function staff(name = "sam"): Promise<Api> {
  return apiAs(await token("staff", name));
}

/** A raw call, for what a typed client would not let through; its answer is held against openapi.yaml too. */
export async function raw(path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`${cloud.apiUrl}${path}`, init);
  const response = await fetch(request.clone());
  await checkContract(request, response);
  return response;
}
