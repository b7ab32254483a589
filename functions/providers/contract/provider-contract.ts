import { authorizeCases } from "./authorize-cases.ts";
import { captureCases } from "./capture-cases.ts";
import { closeCases } from "./close-cases.ts";
import { type ContractCase, type ProviderUnderTest, TestedProvider } from "./contract-case.ts";
import { refundCases } from "./refund-cases.ts";

const cases: readonly ContractCase[] = [...authorizeCases, ...captureCases, ...closeCases, ...refundCases];

/** A case of the contract for one provider. */
export interface NamedCase {
  readonly name: string;
  /** @throws where the provider breaks the promise. */
  readonly run: () => Promise<void>;
}

/** What any payment provider promises to the orders, as cases for a test runner: those that its methods can show. */
export function providerContract(given: ProviderUnderTest): NamedCase[] {
  return cases
    .filter(({ needs }) => needs === undefined || given.methods[needs] !== undefined)
    .map(({ name, run }) => ({ name, run: () => run(new TestedProvider(given)) }));
}
