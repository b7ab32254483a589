import type { Role } from "../platform/values/caller.ts";
import type { RecordedStep } from "./recorded-examples.ts";

/** Who has a role, and what it is for. */
export const ROLES_IN_WORDS: Readonly<Record<Role, string>> = {
  customer: "a person who buys; sees and changes what is their own",
  staff: "a person who works for the shop: orders, products, stock, shipments",
  operator: "whoever runs this deployment: may do what staff may, and reads the audit",
  service: "another program of the shop, such as its web shop; orders for the customers that it names",
};

/** Where a token comes from, for whoever reads the document without the project. */
export const TOKENS_IN_WORDS = `An access token (JWT) of the shop's own issuer, sent as \`Authorization: Bearer <token>\`. Its \`sub\` is the caller; a
customer's is their customerId. Its claim \`role\`, or the claim that the deployment names, has one of the roles.

- On the local cloud of \`npm start\`: \`npm run -s token -- --role staff --sub sam\` prints one that is valid for an hour.
- On AWS: the OpenID Connect issuer that the stage was deployed with gives it. Waybill issues none.`;

/** What a caller reads first. @param walkthrough the requests that lead through the API */
export function introduction(walkthrough: readonly RecordedStep[]): string {
  const roles = Object.entries(ROLES_IN_WORDS).map(([role, words]) => `| \`${role}\` | ${words} |`);
  const steps = walkthrough.map(
    ({ operation, name, summary, by, answer }, index) =>
      `| ${index + 1} | ${summary} | \`${operation}\` | ${name} | ${by ? `${by.subject} (${by.role})` : "nobody"} | ${answer.status} |`,
  );
  return `Products and stock, orders, payments and shipments.

- Money is in minor units: 1290 EUR is 12.90 €. Times are UTC.
- Errors are \`application/problem+json\` (RFC 9457). Programs decide by \`code\`, which is stable; \`detail\` is for people.
- Operations that create something require an \`Idempotency-Key\`: a repeated request gets the first one's result, and
  \`Idempotent-Replayed: true\` says so.
- An \`ETag\` is the version of what was read. Sent as \`If-Match\`, it refuses a change that is based on an older one.
- A list has pages: send \`nextCursor\` as \`cursor\` until it is null.

## Roles

| role | who |
|---|---|
${roles.join("\n")}

Each operation says who may call it. Other roles get 403 \`forbidden\`, no token or an invalid one 401 \`unauthenticated\`.

## Tokens

${TOKENS_IN_WORDS}

## The first hour

Start a shop with \`npm start -- --fresh\`, and send these requests as they stand, in this order: each is an example of its
operation, and is answered as documented, but for times and request ids. Ids of orders follow from the caller and the
\`Idempotency-Key\`, so they are the same in every fresh shop. Where an answer takes a moment, such as a shipment, read
again.

| | what | operation | example | sent by | answer |
|---|---|---|---|---|---|
${steps.join("\n")}`;
}
