import { shown } from "./shown.ts";

/** What AWS or Kubernetes keeps for itself in names of one kind. */
interface ReservedNames {
  readonly names?: readonly string[];
  readonly prefixes?: readonly string[];
  readonly suffixes?: readonly string[];
  readonly ignoreCase?: true;
  /** Says of a name why it cannot be used, and what to do. */
  readonly reason: string;
}

/** Every kind of name of which a part is reserved, with where that is written. */
export const RESERVED_NAMES = {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#application-based-stickiness
  cookie: {
    prefixes: ["AWSALB", "AWSALBAPP", "AWSALBTG"],
    reason: "begins as cookies of the load balancer do (AWSALB, AWSALBAPP, AWSALBTG); use another name",
  },
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  loadBalancer: {
    prefixes: ["internal-"],
    reason:
      "begins with internal-, which stands before the DNS names of internal load balancers; use another name",
  },
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
  securityGroup: {
    prefixes: ["sg-"],
    reason: "begins with sg-, and so would the name of a security group, which AWS refuses; use another name",
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  bucket: {
    prefixes: ["xn--", "sthree-", "amzn-s3-demo-"],
    suffixes: ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"],
    reason: "begins or ends in a way that S3 does not allow for a bucket; use the name of the bucket itself",
  },
  // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html (aws:),
  // https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html (eks:),
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/ (kubernetes.io/),
  // pkg/deploy/tracking/provider.go of the controller (*.k8s.aws/). On everything such tags would mislead: a second
  // security group with the tag of a cluster keeps its controller from opening any.
  tagKey: {
    prefixes: [
      "aws:",
      "eks:",
      "kubernetes.io/",
      "elbv2.k8s.aws/",
      "ingress.k8s.aws/",
      "service.k8s.aws/",
      "gateway.k8s.aws/",
      "multicluster-ingress/",
    ],
    ignoreCase: true,
    reason: "is a key to which AWS, Kubernetes or this package gives a meaning; use another key",
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
  accessGroup: {
    prefixes: ["system:", "eks:", "aws:", "amazon:", "iam:"],
    reason: "begins with system:, eks:, aws:, amazon: or iam:, which EKS keeps; use another group",
  },
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
  newNamespace: {
    names: ["default"],
    prefixes: ["kube-"],
    reason: "is kept for Kubernetes itself: default and all that begin with kube-; use another",
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html; with other prefixes that end so EKS
  // makes nodes whose kubelet refuses to start, but for kubelet. and node.:
  // https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go
  nodeLabel: {
    prefixes: ["eks.amazonaws.com/", "kubernetes.io/", "k8s.io/", "*.kubernetes.io/", "*.k8s.io/"],
    reason: "has a prefix that EKS or the kubelet refuses; use a prefix of your own, or none",
  },
} as const satisfies Readonly<Record<string, ReservedNames>>;

export type ReservedKind = keyof typeof RESERVED_NAMES;

/** Prefixes of labels that the kubelet takes although they end like reserved ones. */
const FREE_LABEL_PREFIXES = ["kubelet.kubernetes.io/", "node.kubernetes.io/"];

/** Whether AWS or Kubernetes keeps a name of this kind for itself. */
export function isReserved(kind: ReservedKind, name: string): boolean {
  const { names = [], prefixes = [], suffixes = [], ignoreCase }: ReservedNames = RESERVED_NAMES[kind];
  const wanted = ignoreCase ? name.toLowerCase() : name;
  if (kind === "nodeLabel" && FREE_LABEL_PREFIXES.some((prefix) => wanted.startsWith(prefix))) return false;
  return (
    names.includes(wanted) ||
    prefixes.some((prefix) => begins(wanted, prefix)) ||
    suffixes.some((suffix) => wanted.endsWith(suffix))
  );
}

/** Why a name cannot be used, if it is reserved; values that are known only later pass. */
export function reservedReason(kind: ReservedKind, name: unknown): string | undefined {
  if (typeof name !== "string" || !isReserved(kind, name)) return undefined;
  return `is ${shown(name)}, which ${RESERVED_NAMES[kind].reason}`;
}

/** `*.` stands for any domain before the rest. */
function begins(name: string, prefix: string): boolean {
  if (!prefix.startsWith("*")) return name.startsWith(prefix);
  const domain = name.slice(0, name.indexOf("/") + 1);
  return domain.endsWith(prefix.slice(1));
}
