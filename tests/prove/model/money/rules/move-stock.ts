import type { Order } from "../order.ts";

/** Units that were reserved for an order, or for another one, can be ordered again. */
export function releaseStock(order: Order, units: number): Order {
  const { available, reserved, shipped } = order.stock;
  return { ...order, stock: { available: available + units, reserved: reserved - units, shipped } };
}

export function reserveStock(order: Order, units: number): Order {
  return releaseStock(order, -units);
}

/** Reserved units leave the house. */
export function takeStockOut(order: Order, units: number): Order {
  const { available, reserved, shipped } = order.stock;
  return { ...order, stock: { available, reserved: reserved - units, shipped: shipped + units } };
}
