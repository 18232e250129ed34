import type { Cloud } from "../../sim/cloud.ts";

/** One target of the shared target group, joined with the cluster that owns it. */
export interface TargetReport {
  /** Name of the EKS cluster whose pod or node it is; undefined for a target that no living cluster knows. */
  readonly cluster: string | undefined;
  readonly pod: string | undefined;
  readonly ip: string;
  readonly port: number;
  readonly zone: string;
  /** `healthy`, `unhealthy`, `initial`, `draining`, `unused`, `unavailable` */
  readonly state: string;
  /** AWS's reason code and words while it is not healthy. */
  readonly reason?: string;
}

export interface LoadBalancerReport {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly state: string;
}

export interface Verification {
  readonly loadBalancers: readonly LoadBalancerReport[];
  readonly targets: readonly TargetReport[];
}

/** Time that AWS may take until new targets have passed their health checks. */
const HEALTH_CHECK_DEADLINE_MS = 5 * 60_000;

/** Lets time pass until no target is waiting for its first health checks, then says how all of them are. */
export function verifyTargets(cloud: Cloud): Verification {
  cloud.clock.waitUntil(
    () => readTargets(cloud).every(({ state }) => state !== "initial"),
    HEALTH_CHECK_DEADLINE_MS,
  );
  return { loadBalancers: readLoadBalancers(cloud), targets: readTargets(cloud) };
}

function readLoadBalancers(cloud: Cloud): LoadBalancerReport[] {
  const { LoadBalancers } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeLoadBalancers",
    {},
  );
  return LoadBalancers.map(({ LoadBalancerArn, LoadBalancerName, DNSName, State }) => ({
    arn: LoadBalancerArn,
    name: LoadBalancerName,
    dnsName: DNSName,
    state: State.Code,
  }));
}

function readTargets(cloud: Cloud): TargetReport[] {
  const owners = ownersByAddress(cloud);
  const { TargetGroups } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeTargetGroups",
    {},
  );
  return TargetGroups.flatMap(({ TargetGroupArn }) => {
    const { TargetHealthDescriptions } = cloud.call(
      cloud.administrator,
      "elasticloadbalancing",
      "DescribeTargetHealth",
      { TargetGroupArn },
    );
    return TargetHealthDescriptions.map(({ Target, TargetHealth }): TargetReport => {
      const owner = owners.get(Target.Id);
      return {
        cluster: owner?.cluster,
        pod: owner?.pod,
        ip: Target.Id,
        port: Target.Port ?? 0,
        zone: Target.AvailabilityZone ?? owner?.zone ?? "",
        state: TargetHealth.State,
        ...(TargetHealth.Reason === undefined
          ? {}
          : { reason: `${TargetHealth.Reason}: ${TargetHealth.Description ?? ""}` }),
      };
    });
  });
}

interface Owner {
  readonly cluster: string;
  readonly pod: string;
  readonly zone: string;
}

/** Pods of all living clusters by address. */
function ownersByAddress(cloud: Cloud): Map<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const cluster of cloud.clusters.values()) {
    const zones = new Map(
      cluster.api
        .list("v1/Node")
        .map(({ metadata }) => [metadata.name, metadata.labels?.["topology.kubernetes.io/zone"] ?? ""]),
    );
    for (const pod of cluster.api.list("v1/Pod")) {
      const status = pod["status"] as { podIP?: string } | undefined;
      const spec = pod["spec"] as { nodeName?: string; hostNetwork?: boolean };
      if (status?.podIP === undefined || spec.hostNetwork === true) continue;
      owners.set(status.podIP, {
        cluster: cluster.name,
        pod: pod.metadata.name,
        zone: zones.get(spec.nodeName ?? "") ?? "",
      });
    }
  }
  return owners;
}
