/** What a kubeconfig of an EKS cluster is made of. */
export interface KubeconfigArgs {
  readonly clusterName: string;
  readonly endpoint: string;
  /** Base64. */
  readonly certificateAuthority: string;
  readonly region: string;
  readonly roleArn?: string | undefined;
  readonly profileName?: string | undefined;
}

/**
 * The kubeconfig that the component gives out: it holds no secret, but calls `aws eks get-token`.
 * The shape is that of `nodejs/eks/cluster/cluster.ts` (generateKubeconfig) in 4.3.0.
 */
export function generateKubeconfig(args: KubeconfigArgs) {
  return {
    apiVersion: "v1",
    clusters: [
      {
        cluster: { server: args.endpoint, "certificate-authority-data": args.certificateAuthority },
        name: "kubernetes",
      },
    ],
    contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
    "current-context": "aws",
    kind: "Config",
    users: [{ name: "aws", user: { exec: tokenCommand(args) } }],
  };
}

function tokenCommand(args: KubeconfigArgs) {
  return {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: [
      ...[
        "--region",
        args.region,
        "eks",
        "get-token",
        "--cluster-name",
        args.clusterName,
        "--output",
        "json",
      ],
      ...(args.roleArn === undefined ? [] : ["--role", args.roleArn]),
      ...(args.profileName === undefined ? [] : ["--profile", args.profileName]),
    ],
    env: [{ name: "KUBERNETES_EXEC_INFO", value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}' }],
  };
}
