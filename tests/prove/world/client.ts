import type { APIGatewayProxyEvent } from "aws-lambda";
import { handler as audit } from "../../../functions/audit/handler.ts";
import * as auditOperations from "../../../functions/audit/operations.ts";
import { loadFonts } from "../../../functions/documents/fonts.ts";
import { handler as documents } from "../../../functions/documents/handler.ts";
import * as documentsOperations from "../../../functions/documents/operations.ts";
import "../../../functions/documents/pdfkit-sdk.ts";
import { handler as inventory } from "../../../functions/inventory/handler.ts";
import * as inventoryOperations from "../../../functions/inventory/operations.ts";
import { handler as orders } from "../../../functions/orders/handler.ts";
import * as orderOperations from "../../../functions/orders/operations.ts";
import { handler as payments } from "../../../functions/payments/handler.ts";
import * as paymentOperations from "../../../functions/payments/operations.ts";
import type { Operation } from "../../../functions/platform/http/operation.ts";
import { handler as sandbox } from "../../../functions/providers/sandbox/handler.ts";
import * as sandboxOperations from "../../../functions/providers/sandbox/operations.ts";
import { handler as returns } from "../../../functions/returns/handler.ts";
import * as returnOperations from "../../../functions/returns/operations.ts";
import { handler as shipping } from "../../../functions/shipping/handler.ts";
import * as shippingOperations from "../../../functions/shipping/operations.ts";
import { handler as site } from "../../../functions/site/handler.ts";
import * as siteOperations from "../../../functions/site/operations.ts";
import { type Role, temporaryIssuer } from "../../../local/issuer.ts";
import { apiEvent, type RequestParts } from "./api-event.ts";
import { bookingIdOf, orderIdOf, reservationIdOf } from "./derived-ids.ts";
import type { ClientRuntime } from "./runtime.ts";

// Before anything runs: the simulation does not know of files that are read, and time would pass meanwhile.
await loadFonts();

const slices = [
  { name: "inventory", handler: inventory, operations: Object.entries<Operation>(inventoryOperations) },
  { name: "orders", handler: orders, operations: Object.entries<Operation>(orderOperations) },
  { name: "payments", handler: payments, operations: Object.entries<Operation>(paymentOperations) },
  { name: "sandbox", handler: sandbox, operations: Object.entries<Operation>(sandboxOperations) },
  { name: "shipping", handler: shipping, operations: Object.entries<Operation>(shippingOperations) },
  { name: "returns", handler: returns, operations: Object.entries<Operation>(returnOperations) },
  { name: "audit", handler: audit, operations: Object.entries<Operation>(auditOperations) },
  { name: "documents", handler: documents, operations: Object.entries<Operation>(documentsOperations) },
  { name: "site", handler: site, operations: Object.entries<Operation>(siteOperations) },
];

export type OperationId =
  | Exclude<keyof typeof inventoryOperations, "default">
  | keyof typeof orderOperations
  | keyof typeof paymentOperations
  | keyof typeof sandboxOperations
  | keyof typeof shippingOperations
  | keyof typeof returnOperations
  | keyof typeof auditOperations
  | keyof typeof documentsOperations
  | keyof typeof siteOperations;

export interface ClientRequest extends RequestParts {
  readonly operation: OperationId;
}

/** The response; its status is undefined if the function was killed. */
export interface ClientResponse {
  readonly status: number | undefined;
  readonly body: unknown;
  /** The id of the last try. */
  readonly requestId: string | undefined;
}

/** A request, its final response, and the number of tries. */
export interface RequestRecord {
  readonly request: ClientRequest;
  readonly client: Client;
  readonly response: ClientResponse;
  readonly tries: number;
  /** Sequence numbers of the request and of its response. */
  readonly from: number;
  readonly to: number;
}

export const issuer = await temporaryIssuer();

/** The functions stop after 25 s; API Gateway times out after 29 s. */
const FUNCTION_TIMEOUT_MS = 25_000;
const MAX_TRIES = 8;

/** A user of the API, who retries requests or not. */
export class Client {
  readonly subject: string;
  readonly role: Role;
  readonly #world: ClientRuntime<RequestRecord>;
  #token: Promise<string> | undefined;

  constructor(world: ClientRuntime<RequestRecord>, role: Role, subject: string) {
    this.#world = world;
    this.role = role;
    this.subject = subject;
  }

  /** Sends a request; retries it with the same key while there is no response or a temporary error. */
  async send(request: ClientRequest): Promise<RequestRecord> {
    const { simulation } = this.#world;
    const from = this.#world.nextSequenceNumber();
    let response = await this.#sendOnce(request);
    let tries = 1;
    for (; this.#world.clientsRetry && tries < MAX_TRIES && isTemporary(response); tries++) {
      await simulation.sleep(1_000 * 2 ** Math.min(tries, 5));
      response = await this.#sendOnce(request);
    }
    const record = { request, client: this, response, tries, from, to: this.#world.nextSequenceNumber() };
    this.#world.requests.push(record);
    return record;
  }

  /** The id of the request's order, which may not exist. */
  orderIdOf({ operation, path, key }: ClientRequest): string {
    return operation === "placeOrder" ? orderIdOf(this, key ?? "") : (path?.orderId ?? "");
  }

  /** The id of the reservation that the request makes or names; undefined where it does neither. */
  reservationIdOf({ operation, path, key }: ClientRequest): string | undefined {
    return operation === "createReservation" ? reservationIdOf(this, key ?? "") : path?.reservationId;
  }

  /** The id of what the request books; undefined where it books nothing. */
  bookingIdOf({ operation, path, key }: ClientRequest): string | undefined {
    return bookingIdOf(this, operation, path?.sku ?? "", key ?? "");
  }

  async #sendOnce(request: ClientRequest): Promise<ClientResponse> {
    const { slice, operation } = findOperation(request.operation);
    this.#world.log(
      () => `${this.subject} sends ${request.operation} ${JSON.stringify({ ...request.path, ...request.body })}`,
    );
    this.#token ??= this.#world.realCall(() => issuer.token(this.role, this.subject));
    const event: APIGatewayProxyEvent = apiEvent(operation, request, await this.#token);
    const outcome = await this.#world.invoke(slice.name, FUNCTION_TIMEOUT_MS, (context) =>
      slice.handler(event, context),
    );
    if (outcome.ended === "killed") {
      this.#world.log(() => `${this.subject} gets no response to ${request.operation}`);
      return { status: undefined, body: undefined, requestId: undefined };
    }
    if (outcome.ended === "failed") throw outcome.error;
    const { statusCode, headers } = outcome.result;
    const requestId = headers["x-request-id"];
    this.#world.log(() => `${this.subject} gets ${statusCode} for ${request.operation}`);
    return { status: statusCode, body: bodyOf(outcome.result), requestId };
  }
}

/** JSON as its value; undefined for none, and for bytes. */
function bodyOf({ body, isBase64Encoded }: Awaited<ReturnType<(typeof slices)[number]["handler"]>>): unknown {
  return body === "" || isBase64Encoded ? undefined : JSON.parse(body);
}

function isTemporary({ status, body }: ClientResponse): boolean {
  if (status === undefined || status === 429 || status >= 500) return true;
  return status === 409 && JSON.stringify(body).includes('"order_busy"');
}

function findOperation(id: OperationId) {
  for (const slice of slices) {
    const [, operation] = slice.operations.find(([name]) => name === id) ?? [];
    if (operation) return { slice, operation };
  }
  throw new Error(`No slice has the operation ${id}.`);
}
