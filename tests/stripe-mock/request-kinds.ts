import type { MockedRequest } from "./stripe-mock.ts";

const ID = /\/(pi|ch|re|dp|pm|cus)_[^/]+/;

/** What kind of request it is: the operation and the names of its parameters, whatever their values. */
export function kindOf({ method, path, body }: MockedRequest): string {
  const [address = "", query = ""] = path.split("?");
  const operation = address.replace(ID, "/{id}");
  const names = [...new Set(new URLSearchParams(method === "GET" ? query : body).keys())];
  return [`${method} ${operation}`, ...names.toSorted()].join(" ");
}
