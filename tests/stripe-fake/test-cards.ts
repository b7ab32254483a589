/** Why a payment is refused: https://docs.stripe.com/declines/codes */
export interface Failure {
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
  readonly param?: string;
}

/** What a test card of https://docs.stripe.com/testing does. */
export interface TestCard {
  readonly brand: string;
  readonly last4: string;
  /** The card is refused with this. */
  readonly decline?: Failure;
  /**
   * When the customer has to authenticate (3-D Secure): "always"; "unlessSetUp": not in off-session payments of a card
   * that was set up for them; "onSession": it counts as set up already.
   */
  readonly authentication?: "always" | "unlessSetUp" | "onSession";
  /** Where false, multicapture is never granted. */
  readonly multicapture?: false;
  readonly refund?: "pending" | "fails";
  readonly dispute?: { readonly reason: string; readonly isInquiry?: true };
}

const declined = (
  code: string,
  message: string,
  more: { readonly declineCode?: string; readonly param?: string } = {},
) => ({
  decline: { code, declineCode: code, message, ...more },
});
const DECLINED = "Your card was declined.";
const cardDeclined = (declineCode: string, message = DECLINED) => declined("card_declined", message, { declineCode });
const NO_FUNDS = cardDeclined("insufficient_funds", "Your card has insufficient funds.");
const visa = (last4: string, more: Partial<TestCard> = {}): TestCard => ({ brand: "visa", last4, ...more });

/** By the id of the payment method. Any other id is unknown. */
export const TEST_CARDS: ReadonlyMap<string, TestCard> = new Map(
  Object.entries({
    // https://docs.stripe.com/testing#cards
    pm_card_visa: visa("4242"),
    pm_card_visa_debit: visa("5556"),
    pm_card_mastercard: { brand: "mastercard", last4: "4444" },
    pm_card_mastercard_debit: { brand: "mastercard", last4: "8210" },
    pm_card_mastercard_prepaid: { brand: "mastercard", last4: "5100" },
    pm_card_amex: { brand: "amex", last4: "8431" },
    pm_card_discover: { brand: "discover", last4: "1117" },
    pm_card_diners: { brand: "diners", last4: "0004" },
    pm_card_jcb: { brand: "jcb", last4: "0505" },
    pm_card_unionpay: { brand: "unionpay", last4: "0005" },
    // https://docs.stripe.com/payments/multicapture#test-your-integration
    pm_card_visa_cartesBancaires: visa("1001"),
    pm_card_credit_disableEnterpriseCardFeatures: visa("0076", { multicapture: false }),
    // https://docs.stripe.com/testing#declined-payments
    pm_card_chargeDeclined: visa("0002", cardDeclined("generic_decline")),
    pm_card_visa_chargeDeclined: visa("0002", cardDeclined("generic_decline")),
    pm_card_chargeDeclinedInsufficientFunds: visa("9995", NO_FUNDS),
    pm_card_visa_chargeDeclinedInsufficientFunds: visa("9995", NO_FUNDS),
    pm_card_chargeDeclinedLostCard: visa("9987", cardDeclined("lost_card")),
    pm_card_visa_chargeDeclinedLostCard: visa("9987", cardDeclined("lost_card")),
    pm_card_chargeDeclinedStolenCard: visa("9979", cardDeclined("stolen_card")),
    pm_card_visa_chargeDeclinedStolenCard: visa("9979", cardDeclined("stolen_card")),
    pm_card_chargeDeclinedExpiredCard: visa(
      "0069",
      declined("expired_card", "Your card has expired.", { param: "exp_month" }),
    ),
    pm_card_chargeDeclinedIncorrectCvc: visa(
      "0127",
      declined("incorrect_cvc", "Your card's security code is incorrect.", { param: "cvc" }),
    ),
    pm_card_chargeDeclinedProcessingError: visa(
      "0119",
      declined("processing_error", "An error occurred while processing your card. Try again in a little bit."),
    ),
    pm_card_visa_chargeDeclinedVelocityLimitExceeded: visa("6975", cardDeclined("card_velocity_exceeded")),
    // Attaching it to a customer succeeds, charging it does not.
    pm_card_chargeCustomerFail: visa("0341", cardDeclined("generic_decline")),
    // https://docs.stripe.com/testing#fraud-prevention
    pm_card_chargeDeclinedFraudulent: visa("0019", cardDeclined("fraudulent")),
    pm_card_radarBlock: visa("0019", cardDeclined("fraudulent")),
    pm_card_riskLevelHighest: visa("4954", cardDeclined("fraudulent")),
    pm_card_riskLevelElevated: visa("9235"),
    // https://docs.stripe.com/testing#regulatory-cards
    pm_card_authenticationRequired: visa("3184", { authentication: "always" }),
    pm_card_authenticationRequiredOnSetup: visa("3155", { authentication: "unlessSetUp" }),
    pm_card_authenticationRequiredSetupForOffSession: visa("0446", { authentication: "onSession" }),
    pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: visa("3178", {
      authentication: "unlessSetUp",
      ...NO_FUNDS,
    }),
    // https://docs.stripe.com/testing#three-ds-cards
    pm_card_threeDSecure2Required: visa("3220", { authentication: "always" }),
    pm_card_threeDSecureRequired: visa("3063", { authentication: "always" }),
    pm_card_threeDSecureRequiredChargeDeclined: visa("1629", {
      authentication: "always",
      ...cardDeclined("generic_decline"),
    }),
    pm_card_threeDSecureOptional: visa("3055"),
    pm_card_amex_threeDSecureNotSupported: { brand: "amex", last4: "0005" },
    // https://docs.stripe.com/testing#disputes
    pm_card_createDispute: visa("0259", { dispute: { reason: "fraudulent" } }),
    pm_card_createDisputeProductNotReceived: visa("2685", { dispute: { reason: "product_not_received" } }),
    pm_card_createDisputeInquiry: visa("1976", { dispute: { reason: "fraudulent", isInquiry: true } }),
    // https://docs.stripe.com/testing#refunds
    pm_card_pendingRefund: visa("7726", { refund: "pending" }),
    pm_card_refundFail: visa("5126", { refund: "fails" }),
  } satisfies Record<string, TestCard>),
);
