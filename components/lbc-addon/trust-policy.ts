import type { PolicyDocument, TrustStatement } from "../shared/iam.ts";
import { irsaTrust, podIdentityTrust, type TrustedPods } from "../shared/identity/trust-policy.ts";

/** Namespace of the controller, its service account and its Helm release. */
export const LBC_NAMESPACE = "kube-system";

/** Name of the controller's service account; also that of its Helm release. */
export const LBC_SERVICE_ACCOUNT = "aws-load-balancer-controller";

/** First word of the Sid of statements that trust the controller. */
export const LBC_TRUSTED = "Controller";

const PODS: TrustedPods = {
  namespace: LBC_NAMESPACE,
  serviceAccount: LBC_SERVICE_ACCOUNT,
  role: LBC_TRUSTED,
};

/**
 * Trust in the controller's service account of one cluster.
 *
 * @param issuer the cluster's OIDC issuer, with or without `https://`.
 * @param oidcProviderArn the IAM OIDC provider of that issuer.
 */
export function irsaTrustPolicy(issuer: string, oidcProviderArn: string): PolicyDocument<TrustStatement> {
  return irsaTrust(PODS, issuer, oidcProviderArn);
}

/** Trust in EKS Pod Identity, for the controller's pods of one cluster. */
export function podIdentityTrustPolicy(clusterName: string): PolicyDocument<TrustStatement> {
  return podIdentityTrust(PODS, clusterName);
}
