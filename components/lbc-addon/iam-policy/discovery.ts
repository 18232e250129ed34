import type { IdentityStatement } from "../../shared/iam.ts";
import { actionsOf, allow } from "./statements.ts";

/** Reads, which AWS does not limit by resource: the network to build in, and what is there already. */
export function discoveryStatements(): IdentityStatement[] {
  const network = actionsOf(
    "ec2",
    "DescribeAccountAttributes",
    "DescribeAddresses",
    "DescribeAvailabilityZones",
    "DescribeInternetGateways",
    "DescribeVpcs",
    "DescribeVpcPeeringConnections",
    "DescribeSubnets",
    "DescribeSecurityGroups",
    "DescribeInstances",
    "DescribeNetworkInterfaces",
    "DescribeTags",
    "GetCoipPoolUsage",
    "DescribeCoipPools",
    "GetSecurityGroupsForVpc",
    "DescribeIpamPools",
    "DescribeRouteTables",
  );
  const loadBalancers = actionsOf(
    "elasticloadbalancing",
    "DescribeLoadBalancers",
    "DescribeLoadBalancerAttributes",
    "DescribeListeners",
    "DescribeListenerCertificates",
    "DescribeSSLPolicies",
    "DescribeRules",
    "DescribeTargetGroups",
    "DescribeTargetGroupAttributes",
    "DescribeTargetHealth",
    "DescribeTags",
    "DescribeTrustStores",
    "DescribeListenerAttributes",
    "DescribeCapacityReservation",
  );
  return [allow("Discover", [...network, ...loadBalancers])];
}
