import { loadBalancerType } from "../../../sim/aws/elbv2/arns.ts";
import type { LoadBalancerRecord } from "../../../sim/aws/elbv2/records.ts";
import { rulesOf } from "../../../sim/aws/elbv2/rule/rule.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { resolve } from "../../../sim/aws/route53/lookup.ts";
import { plainName } from "../../../sim/aws/route53/names.ts";
import { route53State } from "../../../sim/aws/route53/state.ts";
import { loadBalancerOf } from "../../../sim/aws/route53/weights.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import { hostsOf } from "../../../sim/data-plane/tls/certificates.ts";
import type { NameReport } from "../report.ts";
import { aNameOf } from "./sample-request.ts";

/** Where the names of a load balancer lead its clients, of those that a hosted zone has. */
export function namesInZones(cloud: Cloud, loadBalancerArn: string): NameReport[] {
  const loadBalancer = elbv2State(cloud).loadBalancers.get(loadBalancerArn);
  const { scheme, vpcId } = loadBalancer;
  return namesOf(cloud, loadBalancer).flatMap((name) => {
    const found = resolve(cloud, aNameOf(name), scheme === "internal" ? vpcId : undefined);
    if (found === undefined) return [];
    const ways = found.shares.map(({ set: { AliasTarget }, share }) => ({
      leadsTo: (AliasTarget && loadBalancerOf(cloud, AliasTarget.DNSName)?.name) ?? null,
      share,
    }));
    const way = ways.find(({ leadsTo }) => leadsTo === loadBalancer.name) ?? ways[0];
    return [{ name, zone: plainName(found.zone.name), ...(way ?? { leadsTo: null, share: 0 }) }];
  });
}

/** Hosts of its rules; a Network Load Balancer has none, and the names whose records say that they are its. */
function namesOf(cloud: Cloud, { arn, name }: LoadBalancerRecord): string[] {
  if (loadBalancerType(arn) === "application") {
    const listeners = elbv2State(cloud).listeners.where((one) => one.loadBalancerArn === arn);
    const rules = listeners.flatMap((listener) => rulesOf(cloud, listener.arn));
    return hostsOf(rules.flatMap((rule) => rule.conditions));
  }
  const records = route53State(cloud).recordSets.where(
    ({ Type, AliasTarget }) =>
      Type === "A" && AliasTarget !== undefined && loadBalancerOf(cloud, AliasTarget.DNSName)?.name === name,
  );
  return [...new Set(records.map(({ Name }) => plainName(Name)))];
}
