import { rulesOf } from "../../../sim/aws/elbv2/rule/rule.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { resolve, type Resolution } from "../../../sim/aws/route53/lookup.ts";
import { plainName } from "../../../sim/aws/route53/names.ts";
import { loadBalancerOf } from "../../../sim/aws/route53/weights.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import { hostsOf } from "../../../sim/data-plane/tls/certificates.ts";
import type { NameReport } from "../report.ts";
import { aNameOf } from "./sample-request.ts";

/** Where the hosts of a load balancer's rules lead its clients, of those that a hosted zone has. */
export function namesInZones(cloud: Cloud, loadBalancerArn: string): NameReport[] {
  const { scheme, vpcId } = elbv2State(cloud).loadBalancers.get(loadBalancerArn);
  const conditions = elbv2State(cloud)
    .listeners.where((one) => one.loadBalancerArn === loadBalancerArn)
    .flatMap(({ arn }) => rulesOf(cloud, arn))
    .flatMap((rule) => rule.conditions);
  return hostsOf(conditions).flatMap((name) => {
    const found = resolve(cloud, aNameOf(name), scheme === "internal" ? vpcId : undefined);
    if (found === undefined) return [];
    return [{ name, zone: plainName(found.zone.name), leadsTo: leadsTo(cloud, found) }];
  });
}

/** Name of the load balancer that a record is an alias of. */
function leadsTo(cloud: Cloud, { set }: Resolution): string | null {
  const target = set?.AliasTarget;
  return (target && loadBalancerOf(cloud, target.DNSName)?.name) ?? null;
}
