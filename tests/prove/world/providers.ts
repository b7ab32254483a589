/** The payment providers that a world can have. */
export const PROVIDERS = ["sandbox", "stripe"] as const;
export type Provider = (typeof PROVIDERS)[number];
