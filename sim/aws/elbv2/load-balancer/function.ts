import { awsFunction } from "../../pulumi/function.ts";
import { attributeProperties } from "../pulumi/attribute-properties.ts";
import { LOAD_BALANCER_ATTRIBUTES, loadBalancerProperties, LOG_ATTRIBUTES } from "./resource-properties.ts";
import { elbv2State } from "../state.ts";
import { described, hasTags, only, searchArgs, tagsOf } from "../pulumi/search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/lb/getloadbalancer/ */
export const getLoadBalancer = awsFunction({
  token: "aws:lb/getLoadBalancer:getLoadBalancer",
  args: searchArgs,
  invoke(cloud, { arn, name, tags }) {
    const { LoadBalancers: found } = described("ELBv2 Load Balancers", () =>
      cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeLoadBalancers", {
        LoadBalancerArns: arn === undefined ? undefined : [arn],
        Names: arn === undefined && name !== undefined ? [name] : undefined,
      }),
    );
    const loadBalancer = only(found.filter(({ LoadBalancerArn }) => hasTags(cloud, LoadBalancerArn, tags)));
    const { attributes } = elbv2State(cloud).loadBalancers.get(loadBalancer.LoadBalancerArn);
    const { accessLogs, connectionLogs, healthCheckLogs } = attributeProperties(LOG_ATTRIBUTES, attributes);
    return {
      id: loadBalancer.LoadBalancerArn,
      ...loadBalancerProperties(loadBalancer),
      ...attributeProperties(LOAD_BALANCER_ATTRIBUTES, attributes),
      accessLogs,
      connectionLogs: [connectionLogs],
      dnsRecordClientRoutingPolicy: "",
      enablePrefixForIpv6SourceNat: "",
      healthCheckLogs: [healthCheckLogs],
      ipamPools: [],
      secondaryIpsAutoAssignedPerSubnet: 0,
      tags: tagsOf(cloud, loadBalancer.LoadBalancerArn),
    };
  },
});
