/** Stripe's SDK: loaded where money moves or an event is checked, and bundled by itself. */
export { default as Stripe } from "stripe";
