import assert from "node:assert/strict";
import { abortCases } from "./abort-cases.ts";
import { authorizeCases } from "./authorize-cases.ts";
import { captureCases } from "./capture-cases.ts";
import { closeCases } from "./close-cases.ts";
import { type ContractCase, type NamedCase, TestedProvider } from "./contract-case.ts";
import { expiryCases } from "./expiry-cases.ts";
import { failureCases } from "./failure-cases.ts";
import { interleavedCases } from "./interleaved-cases.ts";
import { lostMessageCases } from "./lost-message-cases.ts";
import { noMoneyCases } from "./no-money-cases.ts";
import type { Ability, NoMoneyUnderTest, ProviderUnderTest } from "./provider-under-test.ts";
import { refundCases } from "./refund-cases.ts";

export type { NamedCase } from "./contract-case.ts";

const cases: readonly ContractCase[] = [
  ...authorizeCases,
  ...captureCases,
  ...closeCases,
  ...refundCases,
  ...expiryCases,
  ...lostMessageCases,
  ...interleavedCases,
  ...abortCases,
  ...failureCases,
];

const abilities: Readonly<Record<Ability, true>> = {
  multicapture: true,
  needsAction: true,
  completeAction: true,
  refundRefused: true,
  refundFails: true,
  disputed: true,
  saved: true,
  letExpire: true,
  refundElsewhere: true,
  whileBankFails: true,
  whileKeyRefused: true,
  books: true,
};

/**
 * What any payment provider promises to the orders, as cases for a test runner: those that its bank can show. The last case
 * names what it cannot show, and fails where that is not explained.
 */
export function providerContract(given: ProviderUnderTest | NoMoneyUnderTest): NamedCase[] {
  if ("movesNoMoney" in given) return noMoneyCases(given);
  const offered = (needs: readonly Ability[] = []) => needs.every((ability) => has(given, ability));
  const shown = cases.filter(({ needs }) => offered(needs));
  return [
    ...shown.map(({ name, run }) => ({ name, run: () => run(new TestedProvider(given)) })),
    explanation(given, cases.length - shown.length),
  ];
}

function explanation(given: ProviderUnderTest, leftOut: number): NamedCase {
  const missing = Object.keys(abilities).filter((ability) => isAbility(ability) && !has(given, ability));
  const explained = Object.entries(given.cannotShow).map(([ability, why]) => `${ability} (${why})`);
  const what =
    missing.length === 0
      ? "everything is shown"
      : `not shown (${leftOut} of ${cases.length} cases): ${explained.join("; ")}`;
  return {
    name: what,
    run: async () => {
      assert.deepEqual(
        Object.keys(given.cannotShow).toSorted(),
        missing.toSorted(),
        "cannotShow explains what is missing",
      );
      for (const why of Object.values(given.cannotShow)) assert.ok(why.trim().length > 0, "a reason is empty");
    },
  };
}

function isAbility(name: string): name is Ability {
  return Object.hasOwn(abilities, name);
}

function has({ methods, ...given }: ProviderUnderTest, ability: Ability): boolean {
  return { ...methods, ...given }[ability] !== undefined;
}
