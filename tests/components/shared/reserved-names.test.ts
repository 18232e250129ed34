import { describe, expect, it } from "vitest";
import { isReserved, RESERVED_NAMES, type ReservedKind } from "../../../components/shared/reserved-names.ts";

/** Of each kind: what is reserved, and names that come near without being so. */
const CASES: Readonly<Record<ReservedKind, { readonly reserved: string[]; readonly free: string[] }>> = {
  cookie: {
    reserved: ["AWSALB", "AWSALBX", "AWSALBAPP", "AWSALBAPP-0", "AWSALBTG", "AWSALBTGCORS", "AWSALBCORS"],
    free: ["AWSAL", "awsalb", "MYAWSALB", "session"],
  },
  loadBalancer: { reserved: ["internal-", "internal-a"], free: ["internal", "internals", "my-internal-lb"] },
  securityGroup: { reserved: ["sg-", "sg-a"], free: ["sg", "sga", "my-sg-a"] },
  bucket: {
    reserved: [
      ...["xn--", "xn--a", "sthree-", "sthree-configurator", "amzn-s3-demo-", "amzn-s3-demo-a"],
      ...["-s3alias", "a-s3alias", "a--ol-s3", "a.mrap", "a--x-s3", "a--table-s3"],
    ],
    free: ["xn-a", "sthree", "amzn-s3-demo", "a-s3aliases", "a-ol-s3", "a-mrap", "a-x-s3", "table-s3"],
  },
  tagKey: {
    reserved: [
      ...["aws:", "aws:a", "AWS:a", "eks:", "eks:a", "kubernetes.io/", "kubernetes.io/cluster/a"],
      ...["elbv2.k8s.aws/", "elbv2.k8s.aws/cluster", "ingress.k8s.aws/", "ingress.k8s.aws/stack"],
      ...["service.k8s.aws/", "service.k8s.aws/stack", "gateway.k8s.aws/", "gateway.k8s.aws/stack"],
      ...["multicluster-ingress/", "multicluster-ingress/revision"],
    ],
    free: ["aws", "aws-a", "my:aws:a", "eks-a", "kubernetes.io", "k8s.aws/a", "multicluster-ingress", "Name"],
  },
  accessGroup: {
    reserved: [
      ...[
        "system:",
        "system:masters",
        "eks:",
        "eks:a",
        "aws:",
        "aws:a",
        "amazon:",
        "amazon:a",
        "iam:",
        "iam:a",
      ],
    ],
    free: ["system", "systems:a", "my-system:a", "eks", "iam-a"],
  },
  newNamespace: {
    reserved: ["default", "kube-", "kube-a", "kube-system", "kube-public", "kube-node-lease"],
    free: ["defaults", "kube", "kubea", "my-kube-a", "game-2048"],
  },
  nodeLabel: {
    reserved: [
      ...[
        "eks.amazonaws.com/",
        "eks.amazonaws.com/a",
        "kubernetes.io/",
        "kubernetes.io/os",
        "k8s.io/",
        "k8s.io/a",
      ],
      ...["node-role.kubernetes.io/worker", "a.kubernetes.io/b", "a.k8s.io/b", "a.b.k8s.io/c"],
    ],
    free: [
      ...[
        "kubelet.kubernetes.io/a",
        "node.kubernetes.io/a",
        "tier",
        "eks.amazonaws.co/a",
        "mykubernetes.io/a",
      ],
      ...["kubernetes.io", "k8s.iox/a", "example.com/kubernetes.io"],
    ],
  },
};

describe.each(Object.entries(CASES))("%s", (kind, { reserved, free }) => {
  it.each(reserved)("%s is reserved", (name) => {
    expect(isReserved(kind as ReservedKind, name)).toBe(true);
  });

  it.each(free)("%s is free", (name) => {
    expect(isReserved(kind as ReservedKind, name)).toBe(false);
  });

  it("has a case for each of its prefixes alone, with one more character, and for each other entry", () => {
    const {
      names = [],
      prefixes = [],
      suffixes = [],
    } = RESERVED_NAMES[kind as ReservedKind] as {
      readonly names?: readonly string[];
      readonly prefixes?: readonly string[];
      readonly suffixes?: readonly string[];
    };
    const has = (matches: (name: string) => boolean) => reserved.some(matches);
    const missing = [
      ...names.filter((name) => !reserved.includes(name)),
      ...prefixes
        .filter((prefix) => !prefix.startsWith("*"))
        .filter(
          (prefix) =>
            !has((one) => one === prefix) || !has((one) => one.startsWith(prefix) && one !== prefix),
        ),
      ...suffixes.filter((suffix) => !has((one) => one.endsWith(suffix))),
    ];
    expect(missing).toEqual([]);
  });
});
