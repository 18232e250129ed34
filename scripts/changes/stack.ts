import { change, type Change } from "./change.ts";

export const STACK_CHANGES: readonly Change[] = [
  change("role", "member", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - sharedStack is missing; a member needs the name of the stack with role primary',
  }),
  change(
    "role",
    "primary",
    {
      refused:
        'the configuration of stack "cluster2" has a problem (Pulumi.cluster2.yaml):\n  - sharedStack is "cluster1", but a primary shares its own; remove it, or set role to member',
    },
    { of: "member" },
  ),
  change("clusterName", "renamed", {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - clusterName is "renamed", but was "myeks"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "clusterName",
    "renamed",
    {
      creates: [
        "Addon",
        "Cluster",
        "ConfigMap",
        "CustomResourceDefinition",
        "Deployment",
        "IngressClass",
        "LaunchTemplate",
        "Namespace",
        "NodeGroup",
        "OpenIdConnectProvider",
        "PodDisruptionBudget",
        "Release",
        "Role",
        "RolePolicyAttachment",
        "Service",
        "ServiceAccount",
        "TargetGroupBinding",
      ],
      deletes: [
        "Addon",
        "Cluster",
        "ConfigMap",
        "Deployment",
        "IngressClass",
        "LaunchTemplate",
        "Namespace",
        "NodeGroup",
        "OpenIdConnectProvider",
        "PodDisruptionBudget",
        "Release",
        "Role",
        "RolePolicyAttachment",
        "Service",
        "ServiceAccount",
        "TargetGroupBinding",
      ],
      notices: ["during, after, on the way back: myeks-cluster2 does not answer"],
    },
    { of: "member" },
  ),
  change(
    "sharedStack",
    "cluster3",
    {
      refused:
        'stack "cluster3" does not share what a member needs; bring "cluster3" up first (pulumi up --stack cluster3), and check that sharedStack names a stack with role primary or edge:\n  - output contractVersion is missing, but must be 3\n  - output publicSubnetIds is missing, but must be a list of subnet ids\n  - output privateSubnetIds is missing, but must be a list of subnet ids\n  - output publicSubnetCidrBlocks is missing, but must be a list of IPv4 blocks\n  - output privateSubnetCidrBlocks is missing, but must be a list of IPv4 blocks\n  - output apps is missing, but must be applications by name, each with targetGroups (kind, arn), healthCheckPort, deregistrationDelaySeconds, targetType, protocolVersion and retire\n  - output backendSecurityGroupId is missing, but must be a security group id\n  - output lbcPolicyArn is missing, but must be the ARN of an IAM policy\n  - output deletionGuardArn is missing, but must be the ARN of an IAM policy\n  - output loadBalancerArn is missing, but must be the ARN of a load balancer',
    },
    { of: "member" },
  ),
  change(
    "tags",
    { owner: "shop" },
    {
      updates: [
        "Addon",
        "Cluster",
        "Ingress",
        "InternetGateway",
        "LaunchTemplate",
        "NodeGroup",
        "OpenIdConnectProvider",
        "Policy",
        "Release",
        "Role",
        "RouteTable",
        "SecurityGroup",
        "Subnet",
        "Vpc",
      ],
    },
  ),
  change(
    "tags",
    {},
    {
      updates: [
        "Addon",
        "Cluster",
        "Ingress",
        "InternetGateway",
        "LaunchTemplate",
        "NodeGroup",
        "OpenIdConnectProvider",
        "Policy",
        "Release",
        "Role",
        "RouteTable",
        "SecurityGroup",
        "Subnet",
        "Vpc",
      ],
    },
    { before: { tags: { owner: "shop" } } },
  ),
  change("namespace", "shop", {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - namespace is "shop", but was "game-2048"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "namespace",
    "shop",
    {
      replaces: [
        "ConfigMap",
        "Deployment",
        "Namespace",
        "PodDisruptionBudget",
        "Service",
        "TargetGroupBinding",
      ],
      notices: ["during, on the way back: myeks-cluster2 does not answer"],
    },
    { of: "member" },
  ),
  change("readinessGates", false, { updates: ["Namespace"] }),
];
