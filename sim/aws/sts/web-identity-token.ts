/**
 * Service account tokens. The simulated cloud does not sign: a token is its claims in base64url, which only the
 * issuer of a cluster makes.
 */
import { z } from "zod";
import { AwsError } from "../../core/errors.ts";

const claimsSchema = z.object({
  /** Issuer, `https://oidc.eks.REGION.amazonaws.com/id/...` */
  iss: z.string(),
  /** `system:serviceaccount:NAMESPACE:NAME` */
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]).transform((aud) => (typeof aud === "string" ? [aud] : aud)),
});

/** What a token says; audiences always as a list. */
export type WebIdentityClaims = z.output<typeof claimsSchema>;

export function encodeWebIdentityToken(claims: WebIdentityClaims): string {
  return Buffer.from(JSON.stringify(claims)).toString("base64url");
}

/** @throws AwsError InvalidIdentityToken when it is not a token. */
export function decodeWebIdentityToken(token: string): WebIdentityClaims {
  try {
    return claimsSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
  } catch {
    throw new AwsError(
      "InvalidIdentityToken",
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
}
