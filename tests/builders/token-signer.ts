import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

export interface TokenSigner {
  /** The public key, as the issuer publishes it. */
  readonly jwk: JWK;
  /** A token with exactly these claims. */
  sign(claims: object): Promise<string>;
}

/** Creates a signing key; some issuers, such as Entra, publish keys without `alg`. */
export async function newSigner(algorithm: "RS256" | "ES256", kid: string, names: "alg" | "no alg" = "alg") {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, use: "sig", ...(names === "alg" && { alg: algorithm }) };
  const signer: TokenSigner = {
    jwk,
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey),
  };
  return signer;
}
