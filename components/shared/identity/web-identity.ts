import type * as pulumi from "@pulumi/pulumi";

/** Names and places are those of EKS's own webhook, which then adds none of its own. */
const VOLUME = "aws-iam-token";
const DIRECTORY = "/var/run/secrets/eks.amazonaws.com/serviceaccount";
const FILE = "token";

/**
 * What gives a container an IRSA role by itself: variables, a volume and its mount. EKS's webhook would do the same for
 * the service account's annotation, but not while there is an association of Pod Identity: that goes first there
 * (buildPodPatchConfig in pkg/handler/handler.go of aws/amazon-eks-pod-identity-webhook), and an update that takes one
 * away deletes it when the new pods are there already. In the SDK these variables go before those of Pod Identity
 * (resolveCredentialChain in config/resolve_credentials.go of aws/aws-sdk-go-v2).
 */
export function webIdentity(roleArn: pulumi.Input<string>) {
  const serviceAccountToken = { audience: "sts.amazonaws.com", expirationSeconds: 86_400, path: FILE };
  return {
    env: { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: `${DIRECTORY}/${FILE}` },
    volume: { name: VOLUME, projected: { sources: [{ serviceAccountToken }] } },
    volumeMount: { name: VOLUME, mountPath: DIRECTORY, readOnly: true },
  };
}
