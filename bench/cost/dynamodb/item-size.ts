import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item as DynamoDB stores it. */
export type Image = Readonly<Record<string, AttributeValue>>;

/** Of each list and map. */
const CONTAINER_BYTES = 3;
/** Of each element of a list or map. */
const ELEMENT_BYTES = 1;

/**
 * The size of an item by the rules of AWS: names and values, plus what lists and maps add.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Image): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) {
    return value.L.reduce((sum, element) => sum + ELEMENT_BYTES + valueBytes(element), CONTAINER_BYTES);
  }
  if (value.M !== undefined) {
    return CONTAINER_BYTES + itemBytes(value.M) + Object.keys(value.M).length * ELEMENT_BYTES;
  }
  throw new Error(`AWS says no size for ${Object.keys(value).join(", ")}, and no item of Waybill has one.`);
}

/** One byte for two significant digits, and one more; zeros before and after them do not count. */
function numberBytes(text: string): number {
  const digits = text.replace(/^-|\.|e.*$/gi, "").replace(/^0+|0+$/g, "");
  return Math.ceil(digits.length / 2) + 1;
}
