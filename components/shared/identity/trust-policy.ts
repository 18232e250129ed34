import { serviceAccountTrust, type PolicyDocument, type TrustStatement } from "../iam.ts";

/** Pods that a role trusts: those of a service account. */
export interface TrustedPods {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What they are, as the first word of the statements' Sid: `Controller`. */
  readonly role: string;
}

/** Trust in a service account of the cluster with this OIDC issuer. */
export function irsaTrust(
  { role, ...account }: TrustedPods,
  issuer: string,
  oidcProviderArn: string,
): PolicyDocument<TrustStatement> {
  const statement = serviceAccountTrust(`${role}ServiceAccount`, { issuer, oidcProviderArn, ...account });
  return { Version: "2012-10-17", Statement: [statement] };
}

/**
 * Trust in EKS Pod Identity, for the pods of one service account of one cluster: the agent passes these as session
 * tags, and the association of the role is the only other way in.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podIdentityTrust(
  { namespace, serviceAccount, role }: TrustedPods,
  clusterName: string,
): PolicyDocument<TrustStatement> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: `${role}Pods`,
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-name": clusterName,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": serviceAccount,
          },
        },
      },
    ],
  };
}
