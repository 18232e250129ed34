import type { Child, Expansion, Properties } from "../../core/resource-type.ts";
import { mergedTags } from "../tags.ts";

/** The component's cluster security group, an addition to the one that EKS itself makes. */
export function createClusterSecurityGroup(
  expansion: Expansion,
  name: string,
  vpcId: unknown,
  tags: readonly unknown[],
): Child {
  const group = createGroup(expansion, `${name}-eksClusterSecurityGroup`, vpcId, tags);
  createRule(expansion, `${name}-eksClusterInternetEgressRule`, {
    ...allowAllOutbound,
    securityGroupId: group.output("id"),
  });
  return group;
}

interface NodeSecurityGroupInputs {
  readonly vpcId: unknown;
  readonly clusterName: unknown;
  readonly clusterGroup: Child;
  readonly tags: readonly unknown[];
}

export interface NodeSecurityGroup {
  readonly group: Child;
  /** The rule that lets nodes reach the API server. */
  readonly clusterIngressRule: Child;
}

/**
 * The component's node security group. It carries the cluster's tag, like EKS's own group, and is attached to
 * self-managed nodes only: two such groups on one interface break the load balancer controller.
 */
export function createNodeSecurityGroup(
  expansion: Expansion,
  name: string,
  { vpcId, clusterName, clusterGroup, tags }: NodeSecurityGroupInputs,
): NodeSecurityGroup {
  const ownTag = expansion.map(clusterName, (known) => ({
    [`kubernetes.io/cluster/${known as string}`]: "owned",
  }));
  const group = createGroup(expansion, `${name}-nodeSecurityGroup`, vpcId, [ownTag, ...tags]);
  const nodes = group.output("id");
  const controlPlane = clusterGroup.output("id");
  createRule(expansion, `${name}-eksNodeIngressRule`, {
    description: "Allow nodes to communicate with each other",
    type: "ingress",
    fromPort: 0,
    toPort: 0,
    protocol: "-1",
    securityGroupId: nodes,
    self: true,
  });
  createRule(expansion, `${name}-eksNodeClusterIngressRule`, {
    description: "Allow worker Kubelets and pods to receive communication from the cluster control plane",
    type: "ingress",
    fromPort: 1025,
    toPort: 65535,
    protocol: "tcp",
    securityGroupId: nodes,
    sourceSecurityGroupId: controlPlane,
  });
  createRule(expansion, `${name}-eksExtApiServerClusterIngressRule`, {
    description:
      "Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
    ...httpsIngress,
    securityGroupId: nodes,
    sourceSecurityGroupId: controlPlane,
  });
  createRule(expansion, `${name}-eksNodeInternetEgressRule`, { ...allowAllOutbound, securityGroupId: nodes });
  const clusterIngressRule = createRule(expansion, `${name}-eksClusterIngressRule`, {
    description: "Allow pods to communicate with the cluster API Server",
    ...httpsIngress,
    securityGroupId: controlPlane,
    sourceSecurityGroupId: nodes,
  });
  return { group, clusterIngressRule };
}

const allowAllOutbound = {
  description: "Allow internet access.",
  type: "egress",
  fromPort: 0,
  toPort: 0,
  protocol: "-1",
  cidrBlocks: ["0.0.0.0/0"],
};

const httpsIngress = { type: "ingress", fromPort: 443, toPort: 443, protocol: "tcp" };

/** The AWS provider's SDK fills in this description when none is given. */
const defaultDescription = "Managed by Pulumi";

function createGroup(expansion: Expansion, name: string, vpcId: unknown, tags: readonly unknown[]): Child {
  return expansion.resource("aws:ec2/securityGroup:SecurityGroup", name, {
    description: defaultDescription,
    vpcId,
    revokeRulesOnDelete: true,
    tags: mergedTags(expansion, [{ Name: name }, ...tags]),
  });
}

function createRule(expansion: Expansion, name: string, inputs: Properties): Child {
  return expansion.resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, inputs);
}
