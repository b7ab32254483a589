/**
 * Spreads a discount over amounts in proportion to them. Each share is rounded down; the minor units that are left go
 * one by one to the shares with the largest remainders, the earlier amount first where remainders are equal. So the
 * shares add up to the discount, each is less than one minor unit from its exact proportion, and none exceeds its
 * amount.
 *
 * @param discount at most the sum of the amounts
 */
export function spreadDiscount(discount: number, amounts: readonly number[]): number[] {
  if (discount === 0) return amounts.map(() => 0);
  const sum = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
  const shares = amounts.map((amount, index) => {
    // BigInt: the product of two amounts is beyond the exact integers of a number.
    const product = BigInt(discount) * BigInt(amount);
    return { index, roundedDown: Number(product / sum), remainder: product % sum };
  });
  const left = discount - shares.reduce((total, { roundedDown }) => total + roundedDown, 0);
  const largestFirst = shares.toSorted((a, b) => Number(b.remainder - a.remainder));
  const roundedUp = new Set(largestFirst.slice(0, left).map(({ index }) => index));
  return shares.map(({ index, roundedDown }) => roundedDown + (roundedUp.has(index) ? 1 : 0));
}
