import * as z from "zod/mini";
import { answer, operation } from "../platform/http/operation.ts";
import { pageAnswer, pageOf, pageQuery, pageRequest } from "../platform/http/page.ts";
import { forbidden } from "../platform/http/standard-problems.ts";
import { worksForShop } from "../platform/values/caller.ts";
import { problemError } from "../platform/values/problems.ts";
import { archiveProduct as archive, changeProduct as change } from "./change-product.ts";
import { createProduct as create } from "./create-product.ts";
import {
  ListedProductView,
  listedProductView,
  NewProduct,
  ProductChanges,
  ProductFields,
  ProductStatus,
  ProductView,
  productView,
  SearchText,
  STOCK_FILTERS,
  StockFilter,
} from "./inventory-api.ts";
import { listProducts as list } from "./list-products.ts";
import { requireProduct } from "./product-table.ts";
import { positionsOf } from "./product-words-table.ts";
import { putProduct as put } from "./put-product.ts";
import { productExists, Sku, unsupportedCurrency } from "./rules/product.ts";
import { parseSearch, seedOf } from "./rules/search-words.ts";

export * from "./location-operations.ts";
export * from "./reservation-operations.ts";
export * from "./stock-operations.ts";

const path = { sku: Sku };

export const createProduct = operation({
  summary: "Add a product",
  description: "Its SKU is its id, so no Idempotency-Key is needed: the same request again answers with what it made.",
  route: "POST /products",
  allow: { staff: "any", service: "any" },
  sendsIdempotentReplayed: true,
  body: NewProduct,
  answers: { 201: ProductView },
  problems: [productExists, unsupportedCurrency],
  handle: async ({ body, fingerprint }) => {
    const { product, replayed } = await create(body, fingerprint);
    return answer(201, productView(product), { replayed, version: product.version });
  },
});

export const listProducts = operation({
  summary: "List products by SKU",
  description:
    "Customers see what is on sale; staff and services may also ask for what is archived. All filters can be combined. A page of what is searched, or has a level of stock, may be short and have a next page.",
  route: "GET /products",
  allow: { customer: "any", staff: "any", service: "any" },
  query: {
    ...pageQuery,
    status: z.exactOptional(ProductStatus),
    stock: z.exactOptional(StockFilter),
    search: z.exactOptional(SearchText),
  },
  answers: { 200: pageOf(ListedProductView) },
  handle: async ({ query: { status = "ACTIVE", stock, search: text, ...query }, caller }) => {
    if (status === "ARCHIVED" && !worksForShop(caller)) {
      throw problemError(forbidden, `A ${caller.role} sees what is on sale: leave the status out.`);
    }
    const name = ["products", status, stock ?? "", text ?? ""].join("/");
    const level = stock && STOCK_FILTERS[stock];
    const search = text === undefined ? undefined : parseSearch(text);
    const position = search ? positionsOf(seedOf(search)) : Sku;
    return answer(
      200,
      pageAnswer(name, await list({ status, level, search }, pageRequest(name, position, query)), listedProductView),
    );
  },
});

export const getProduct = operation({
  summary: "Read a product",
  description: "Archived products can be read, too. The ETag is the product's version, for If-Match.",
  route: "GET /products/{sku}",
  allow: { customer: "any", staff: "any", service: "any" },
  path,
  answers: { 200: ProductView },
  handle: async ({ path: { sku } }) => {
    const product = await requireProduct(sku);
    return answer(200, productView(product), { version: product.version });
  },
});

export const putProduct = operation({
  summary: "Create or replace a product",
  description:
    "For a catalogue that is kept elsewhere: the product is created, or all its fields are replaced. The same request again changes nothing. Its stock stays as it is.",
  route: "PUT /products/{sku}",
  allow: { staff: "any", service: "any" },
  path,
  body: ProductFields,
  ifMatch: "optional",
  answers: { 200: ProductView, 201: ProductView },
  problems: [unsupportedCurrency],
  handle: async ({ path: { sku }, body, fingerprint, ifMatch }) => {
    const { product, created } = await put({ sku, fields: body, fingerprint, ifMatch });
    return answer(created ? 201 : 200, productView(product), { version: product.version });
  },
});

export const changeProduct = operation({
  summary: "Change a product",
  description:
    "Orders that were placed keep the price they were placed at. Set the status to ACTIVE to put an archived product back on sale.",
  route: "PATCH /products/{sku}",
  allow: { staff: "any", service: "any" },
  path,
  body: ProductChanges,
  ifMatch: "optional",
  answers: { 200: ProductView },
  problems: [unsupportedCurrency],
  handle: async ({ path: { sku }, body, ifMatch }) => {
    const product = await change(sku, body, ifMatch);
    return answer(200, productView(product), { version: product.version });
  },
});

export const archiveProduct = operation({
  summary: "Archive a product",
  description: "It cannot be ordered any more; its history stays readable. Archiving it again changes nothing.",
  route: "DELETE /products/{sku}",
  allow: { staff: "any", service: "any" },
  path,
  ifMatch: "optional",
  answers: { 200: ProductView },
  handle: async ({ path: { sku }, ifMatch }) => {
    const product = await archive(sku, ifMatch);
    return answer(200, productView(product), { version: product.version });
  },
});
