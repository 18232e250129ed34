import { serviceAccountTrust, type PolicyDocument, type TrustStatement } from "../shared/iam.ts";

/** Namespace of the controller, its service account and its Helm release. */
export const LBC_NAMESPACE = "kube-system";

/** Name of the controller's service account; also that of its Helm release. */
export const LBC_SERVICE_ACCOUNT = "aws-load-balancer-controller";

/**
 * Trust in the controller's service account of one cluster.
 *
 * @param issuer the cluster's OIDC issuer, with or without `https://`.
 * @param oidcProviderArn the IAM OIDC provider of that issuer.
 */
export function irsaTrustPolicy(issuer: string, oidcProviderArn: string): PolicyDocument<TrustStatement> {
  const statement = serviceAccountTrust("ControllerServiceAccount", {
    issuer,
    oidcProviderArn,
    namespace: LBC_NAMESPACE,
    serviceAccount: LBC_SERVICE_ACCOUNT,
  });
  return { Version: "2012-10-17", Statement: [statement] };
}

/**
 * Trust in EKS Pod Identity, for the pods of one service account of one cluster: the agent passes these as session
 * tags, and the association of the role is the only other way in.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podIdentityTrustPolicy(clusterName: string): PolicyDocument<TrustStatement> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ControllerPods",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-name": clusterName,
            "aws:RequestTag/kubernetes-namespace": LBC_NAMESPACE,
            "aws:RequestTag/kubernetes-service-account": LBC_SERVICE_ACCOUNT,
          },
        },
      },
    ],
  };
}
