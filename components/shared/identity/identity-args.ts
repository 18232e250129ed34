import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";

/** How pods can get AWS credentials. */
export const IDENTITY_TYPES = ["irsa", "pod-identity"] as const satisfies readonly PodCredentials["type"][];

/** IAM roles for service accounts: the cluster's OIDC issuer vouches for the pods. */
export interface IrsaIdentity {
  readonly type: "irsa";
  /** OIDC issuer of the cluster, with or without `https://`. */
  readonly oidcIssuer: pulumi.Input<string>;
  /** ARN of the IAM OIDC provider for that issuer. */
  readonly oidcProviderArn: pulumi.Input<string>;
}

/** EKS Pod Identity: an association on the cluster gives the pods their role. Needs the add-on eks-pod-identity-agent. */
export interface PodIdentity {
  readonly type: "pod-identity";
  /**
   * OIDC issuer of the cluster, with or without `https://`. With it and its provider the role trusts the service
   * account by IRSA too, so that pods that were made before a change from IRSA, or before the association has taken
   * effect, work.
   * @default - no trust but in Pod Identity
   */
  readonly oidcIssuer?: pulumi.Input<string>;
  /**
   * ARN of the IAM OIDC provider for that issuer.
   * @default - no trust but in Pod Identity
   */
  readonly oidcProviderArn?: pulumi.Input<string>;
}

/** How the pods of a service account get their AWS credentials. */
export type PodCredentials = IrsaIdentity | PodIdentity;

export function checkIdentity(check: ArgsCheck<PodCredentials>): void {
  const { oidcIssuer, oidcProviderArn } = check.args;
  check.oneOf("type", IDENTITY_TYPES);
  if ((oidcIssuer === undefined) !== (oidcProviderArn === undefined)) {
    check.add("oidcProviderArn", "and oidcIssuer belong together; give both or, with Pod Identity, none");
  }
}
