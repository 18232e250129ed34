import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import { FORMS } from "../forms.ts";

/** Lets the app look at clients' certificates. */
export const PASSTHROUGH = "passthrough";

/** Defaults of {@link TrustStoreArgs}. */
const TRUST_STORE_DEFAULTS = {
  ignoreExpiry: false,
  advertiseCaNames: false,
} as const satisfies Partial<TrustStoreArgs>;

/**
 * Which certificates clients must show.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
 */
export interface TrustStoreArgs {
  /** ARN of a trust store, in the load balancer's region: clients show a certificate that one of its authorities signed. */
  readonly trustStoreArn: pulumi.Input<string>;
  /**
   * Whether certificates are good although they have expired.
   * @default false
   */
  readonly ignoreExpiry?: boolean;
  /**
   * Whether clients are told the names of the authorities, to choose a certificate by.
   * @default false
   */
  readonly advertiseCaNames?: boolean;
}

/** Clients' certificates: looked at by apps, or by the load balancer. */
export type MutualTls = typeof PASSTHROUGH | TrustStoreArgs;

/** @param check of the TLS args that these are a part of. */
export function checkMutualTls(
  check: ArgsCheck<{ readonly mutual?: MutualTls; readonly redirectHttp: boolean }>,
): void {
  const { mutual, redirectHttp } = check.args;
  if (mutual === undefined) return;
  if (typeof mutual === "string") check.oneOf("mutual", [PASSTHROUGH]);
  check
    .withArgs({ mutual } as { readonly mutual: TrustStoreArgs })
    .at("mutual")
    ?.text("trustStoreArn", FORMS.trustStoreArn);
  if (!redirectHttp) {
    check.add(
      "mutual",
      "lets clients in by port 80 without a certificate while redirectHttp is false; leave redirectHttp out",
    );
  }
}

/** The same in AWS's words. */
export interface MutualAuthentication {
  readonly mode: "off" | typeof PASSTHROUGH | "verify";
  readonly trustStoreArn?: pulumi.Input<string>;
  readonly ignoreClientCertificateExpiry?: boolean;
  readonly advertiseTrustStoreCaNames?: "on" | "off";
}

/** Said also where none is wanted: neither the controller nor Pulumi's provider would take it back otherwise. */
export function mutualAuthentication(mutual: MutualTls | undefined): MutualAuthentication {
  if (mutual === undefined) return { mode: "off" };
  if (typeof mutual === "string") return { mode: mutual };
  return {
    mode: "verify",
    trustStoreArn: mutual.trustStoreArn,
    ignoreClientCertificateExpiry: mutual.ignoreExpiry ?? TRUST_STORE_DEFAULTS.ignoreExpiry,
    advertiseTrustStoreCaNames:
      (mutual.advertiseCaNames ?? TRUST_STORE_DEFAULTS.advertiseCaNames) ? "on" : "off",
  };
}
