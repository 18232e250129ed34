/** Whether nodes in subnets that are there reach the services of AWS that they need. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf, serviceName } from "../../components/index.ts";
import { parseCidr } from "../../components/shared/cidr.ts";
import { ifThere } from "../../components/shared/if-there.ts";
import { closedProblems, neededServices, privateGroups } from "../config/closed-problems.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import { told } from "../living/told.ts";

/** A network that is there. */
interface PresentNetwork {
  readonly vpcId: string;
  readonly privateSubnetIds: readonly string[];
}

/** A subnet without a way to the internet, and its routes. */
interface ClosedSubnet {
  readonly id: string;
  readonly cidrBlock: string;
  readonly routeTableId: string;
}

/**
 * What keeps nodes in closed subnets from joining their cluster, asked of AWS in previews too. Nothing for subnets that
 * lead out.
 */
export async function endpointProblems(
  config: ClusterConfig,
  network: PresentNetwork,
): Promise<ConfigProblem[]> {
  const [group] = privateGroups(config);
  if (group === undefined) return [];
  const closed = (await told("how private subnets lead to the internet", closedSubnets(network))) ?? [];
  if (closed.length === 0) return [];
  const lacking = await Promise.all(
    neededServices(config).map(async (service) => {
      const why = await obstacleTo(service, config, network.vpcId, closed);
      return why === undefined ? [] : [`${service} (${why})`];
    }),
  );
  const missing = lacking.flat();
  const where = closed.map(({ id }) => id).join(", ");
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            path: `nodeGroups[${group}].subnets`,
            reason:
              `is private, but ${where} of ${network.vpcId} have no route to the internet, and nodes there cannot reach ` +
              `${missing.join(", ")}; add the endpoints to the VPC, or routes to a NAT gateway`,
          },
        ]),
    ...closedProblems(config),
  ];
}

async function closedSubnets({ vpcId, privateSubnetIds }: PresentNetwork): Promise<ClosedSubnet[]> {
  const found = await Promise.all(
    privateSubnetIds.map(async (id) => {
      const [table, { cidrBlock }] = await Promise.all([tableOf(id, vpcId), aws.ec2.getSubnet({ id })]);
      const leadsOut = table.routes.some((route) => route.cidrBlock === "0.0.0.0/0");
      return leadsOut ? [] : [{ id, cidrBlock, routeTableId: table.routeTableId }];
    }),
  );
  return found.flat();
}

/** A subnet that no table names has the main one of its VPC. */
async function tableOf(subnetId: string, vpcId: string): Promise<aws.ec2.GetRouteTableResult> {
  const own = await ifThere(aws.ec2.getRouteTable({ subnetId }));
  if (own !== undefined) return own;
  return aws.ec2.getRouteTable({ vpcId, filters: [{ name: "association.main", values: ["true"] }] });
}

/** Why an endpoint does not serve the subnets; undefined when it does. */
async function obstacleTo(
  service: string,
  config: ClusterConfig,
  vpcId: string,
  subnets: readonly ClosedSubnet[],
): Promise<string | undefined> {
  const name = serviceName(service, config.region, partitionOf(config.region));
  const find = (vpcEndpointType: "Interface" | "Gateway") => endpointOf(vpcId, name, vpcEndpointType);
  const [byInterface, byGateway] = await Promise.all([
    find("Interface"),
    service === "s3" ? find("Gateway") : undefined,
  ]);
  if (byInterface === "several" || byGateway === "several") return undefined;
  const unrouted = subnets.filter(({ routeTableId }) => !byGateway?.routeTableIds.includes(routeTableId));
  if (byGateway !== undefined && unrouted.length === 0) return undefined;
  if (byInterface === undefined) {
    return byGateway === undefined
      ? "no endpoint"
      : `${byGateway.id} does not serve ${[...new Set(unrouted.map(({ routeTableId }) => routeTableId))].join(", ")}`;
  }
  if (!byInterface.privateDnsEnabled) return `${byInterface.id} has no private DNS`;
  return (await letsIn(byInterface.securityGroupIds, config, subnets))
    ? undefined
    : `${byInterface.id} lets no node in on port 443`;
}

async function endpointOf(
  vpcId: string,
  name: string,
  vpcEndpointType: "Interface" | "Gateway",
): Promise<aws.ec2.GetVpcEndpointResult | "several" | undefined> {
  try {
    return await ifThere(aws.ec2.getVpcEndpoint({ vpcId, serviceName: name, vpcEndpointType }));
  } catch (error) {
    // Which of them the service's name leads to is not known here.
    if ((error as Error).message.includes("multiple")) return "several";
    throw new pulumi.RunError(
      `whether ${vpcId} has an endpoint for ${name} cannot be told: ${(error as Error).message}`,
    );
  }
}

/** Whether security groups let connections from the subnets, or from groups that may be the nodes', in. */
async function letsIn(
  groupIds: readonly string[],
  config: ClusterConfig,
  subnets: readonly ClosedSubnet[],
): Promise<boolean> {
  const { ids } = await aws.vpc.getSecurityGroupRules({
    filters: [{ name: "group-id", values: [...groupIds] }],
  });
  const rules = await Promise.all(
    ids.map((securityGroupRuleId) => aws.vpc.getSecurityGroupRule({ securityGroupRuleId })),
  );
  const open = rules.filter(
    ({ isEgress, ipProtocol, fromPort, toPort }) =>
      !isEgress && (ipProtocol === "-1" || (ipProtocol === "tcp" && fromPort <= 443 && 443 <= toPort)),
  );
  // A rule for the group of a cluster that lives can be known to nobody but whoever made it.
  const named = open.some(({ referencedSecurityGroupId: id }) => id && !groupIds.includes(id));
  return named || subnets.every(({ cidrBlock }) => open.some((rule) => covers(rule.cidrIpv4, cidrBlock)));
}

function covers(outer: string | undefined, inner: string): boolean {
  const [block, subnet] = [parseCidr(outer ?? ""), parseCidr(inner)];
  return block !== undefined && subnet !== undefined && subnet.isInSubnet(block);
}
