import { change, type Change } from "./change.ts";

export const CLUSTER_CHANGES: readonly Change[] = [
  change("kubernetesVersion", "1.36", {
    updates: ["Addon", "Cluster", "NodeGroup"],
    notices: [
      "on the way back: cluster1 is refused, eks:index:Cluster: Unsupported Kubernetes minor version update from 1.36 to 1.35",
    ],
  }),
  change("kubernetesVersion", "1.34", {
    failed: ["eks:index:Cluster: Unsupported Kubernetes minor version update from 1.35 to 1.34"],
  }),
  change(
    "kubernetesVersion",
    "1.36",
    {
      updates: ["Addon", "Cluster", "NodeGroup"],
      notices: [
        "on the way back: cluster2 is refused, eks:index:Cluster: Unsupported Kubernetes minor version update from 1.36 to 1.35",
      ],
    },
    { of: "member" },
  ),
  change("supportType", "EXTENDED", { updates: ["Cluster"] }),
  change("controlPlaneSubnets", "private", { updates: ["Cluster"] }),
  change("endpointPublicAccess", false, { updates: ["Cluster"] }),
  change("endpointPrivateAccess", false, { updates: ["Cluster"] }),
  change("publicAccessCidrs", ["203.0.113.0/24"], { updates: ["Cluster"] }),
  change("enabledLogTypes", ["api", "audit"], { updates: ["Cluster"] }),
  change("encryptionKeyArn", "<KMS key>", {
    updates: ["Cluster"],
    notices: [
      'on the way back: cluster1 is refused, the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - encryptionKeyArn is not set, but cluster "myeks" encrypts with arn:aws:kms:ap-northeast-2:...:key/..., and EKS lets no cluster change or lose its key; set it to arn:aws:kms:ap-northeast-2:...:key/...',
    ],
  }),
  change(
    "accessEntries[].principalArn",
    "<role developers>",
    { creates: ["AccessEntry"] },
    { words: "one more" },
  ),
  change(
    "accessEntries[].principalArn",
    "<role operators>",
    {
      creates: ["AccessEntry", "AccessPolicyAssociation"],
      deletes: ["AccessEntry", "AccessPolicyAssociation"],
    },
    {
      before: {
        accessEntries: [{ principalArn: "<role developers>", policies: [{ policy: "AmazonEKSViewPolicy" }] }],
      },
    },
  ),
  change(
    "accessEntries[].policies[].policy",
    "AmazonEKSAdminPolicy",
    { creates: ["AccessPolicyAssociation"], deletes: ["AccessPolicyAssociation"] },
    {
      before: {
        accessEntries: [{ principalArn: "<role developers>", policies: [{ policy: "AmazonEKSViewPolicy" }] }],
      },
    },
  ),
  change(
    "accessEntries[].policies[].namespaces",
    ["game-2048"],
    {
      replaces: ["AccessPolicyAssociation"],
      notices: [
        "after, after the way back: AccessPolicyAssociation of cluster1 is gone, and Pulumi does not know it: pulumi up --refresh makes it again",
      ],
    },
    {
      before: {
        accessEntries: [{ principalArn: "<role developers>", policies: [{ policy: "AmazonEKSViewPolicy" }] }],
      },
    },
  ),
  change(
    "accessEntries[].kubernetesGroups",
    ["viewers"],
    { updates: ["AccessEntry"] },
    {
      before: {
        accessEntries: [{ principalArn: "<role developers>", policies: [{ policy: "AmazonEKSViewPolicy" }] }],
      },
    },
  ),
  change("deletionProtection", true, { updates: ["Cluster"] }),
];
