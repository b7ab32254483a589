import type { MockedRequest } from "./stripe-mock.ts";

/** What kind of request it is: the operation and the names of its parameters, whatever their values. */
export function kindOf({ method, path, body }: MockedRequest): string {
  const [address = "", query = ""] = path.split("?");
  const operation = address.replaceAll(/\/[a-z]+_[^/]{3,}(?=\/|$)/g, (part) => (isCollection(part) ? part : "/{id}"));
  const names = [...new Set(new URLSearchParams(method === "GET" ? query : body).keys())];
  return [`${method} ${operation}`, ...names.toSorted()].join(" ");
}

function isCollection(part: string): boolean {
  return part === "/payment_intents" || part === "/payment_methods";
}
