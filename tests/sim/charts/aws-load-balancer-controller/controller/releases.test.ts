/** In what releases of the controller differ. */
import { describe, expect, it } from "vitest";
import { parseFlags } from "../../../../../sim/charts/aws-load-balancer-controller/controller/process/flags.ts";
import { controllerRelease } from "../../../../../sim/charts/aws-load-balancer-controller/controller/releases.ts";
import {
  BINDING,
  binding,
  deployApp,
  eventsOf,
  ingress,
  PREFIX,
  service,
  SHARED,
  targetsOf,
} from "../../../../support/controller-replay/objects.ts";
import { Workload } from "../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../support/controller-replay/world.ts";

const MINUTE = 60_000;

describe("bindings whose namespace and name give the same text with a hyphen between them", () => {
  it("loses targets of the one to the other's list on 3.4.3: a pod that is gone stays registered", () => {
    const { world, arns, workloads } = twoBindings("3.4.3", ["first", "second"]);
    workloads[0].scaleTo(1);
    world.cloud.clock.advance(1000);
    expect(targetsOf(world, arns[0])).toEqual(["192.168.0.20:8080", "192.168.0.21:8080"]);
  });

  it("keeps them apart on 3.5.0: a pod that is gone is deregistered", () => {
    const { world, arns, workloads } = twoBindings("3.5.0", ["first", "second"]);
    workloads[0].scaleTo(1);
    world.cloud.clock.advance(1000);
    expect(targetsOf(world, arns[0])).toEqual(["192.168.0.21:8080"]);
  });

  it("takes the other's targets out of a target group that both fill, on 3.4.3", () => {
    const { world, arns } = twoBindings("3.4.3", ["first", "first"]);
    expect(targetsOf(world, arns[0])).toEqual(["192.168.0.40:8080", "192.168.0.41:8080"]);
  });

  it("leaves them in on 3.5.0", () => {
    const { world, arns } = twoBindings("3.5.0", ["first", "first"]);
    expect(targetsOf(world, arns[0])).toEqual([
      "192.168.0.20:8080",
      "192.168.0.21:8080",
      "192.168.0.40:8080",
      "192.168.0.41:8080",
    ]);
  });

  it("is put right by 3.5.0, as far as the lists know of it", () => {
    const shared = twoBindings("3.4.3", ["first", "first"]);
    const apart = twoBindings("3.4.3", ["first", "second"]);
    apart.workloads[0].scaleTo(1);
    for (const { world, cluster } of [shared, apart]) {
      world.cloud.clock.advance(1000);
      cluster.stop();
      cluster.start("3.5.0");
      world.cloud.clock.advance(45 * MINUTE + 1000);
    }
    expect(targetsOf(shared.world, shared.arns[0])).toEqual([
      "192.168.0.20:8080",
      "192.168.0.21:8080",
      "192.168.0.40:8080",
      "192.168.0.41:8080",
    ]);
    expect(targetsOf(apart.world, apart.arns[0])).toEqual(["192.168.0.21:8080"]);
  });

  it("leaves targets that 3.4.3 has taken off the list, for good", () => {
    const { world, cluster, arns, workloads } = twoBindings("3.4.3", ["first", "second"]);
    for (const pods of [1, 2]) {
      workloads[0].scaleTo(pods);
      world.cloud.clock.advance(1000);
    }
    cluster.stop();
    cluster.start("3.5.0");
    world.cloud.clock.advance(45 * MINUTE + 1000);
    expect(targetsOf(world, arns[0])).toEqual([
      "192.168.0.20:8080",
      "192.168.0.21:8080",
      "192.168.0.22:8080",
    ]);
  });
});

describe("a load balancer with IPv6 addresses in subnets without an IPv6 block", () => {
  function warnings(
    version: string,
    given: (subnetIds: readonly string[]) => Record<string, string>,
  ): string[] {
    const world = new World({ version });
    const cluster = world.cluster(PRIMARY);
    const { subnetIds } = world.network;
    deployApp(cluster, 1);
    const annotations = { ...SHARED, [`${PREFIX}/ip-address-type`]: "dualstack", ...given(subnetIds) };
    cluster.api.create(ingress({ annotations }));
    world.cloud.clock.settle();
    return eventsOf(cluster).map((event) =>
      subnetIds.reduce((text, id, index) => text.replaceAll(id, `subnet ${index + 1}`), event),
    );
  }
  const discovered = () => ({});
  const named = (subnetIds: readonly string[]) => ({ [`${PREFIX}/subnets`]: subnetIds.join(",") });

  it.each([
    ["discovered", discovered],
    ["named", named],
  ])("is refused by AWS on 3.4.3 (%s subnets)", (_how, given) => {
    expect(warnings("3.4.3", given)).toEqual([
      "Warning FailedDeployModel Ingress/app: Failed deploy model due to operation error Elastic Load Balancing v2: CreateLoadBalancer, https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, api error ValidationError: You must specify subnets with an associated IPv6 CIDR block. (1)",
    ]);
  });

  it("is refused by the controller on 3.5.0", () => {
    expect(warnings("3.5.0", discovered)).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to couldn't auto-discover subnets: unable to resolve at least one subnet. Evaluated 3 subnets: 0 are tagged for other clusters, 0 have insufficient available IP addresses, and 3 don't have an associated IPv6 CIDR block, which is required for dualstack load balancers (1)",
    ]);
    expect(warnings("3.5.0", named)).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to subnets [subnet 1 subnet 2 subnet 3] do not have an associated IPv6 CIDR block, which is required for dualstack load balancers (1)",
    ]);
  });
});

it("knows --required-secrets-label from 3.5.0 on", () => {
  const args = ["--required-secrets-label=team=edge"];
  expect(parseFlags(args, controllerRelease("v3.5.0"))["required-secrets-label"]).toBe("team=edge");
  expect(() => parseFlags(args, controllerRelease("v3.4.3"))).toThrow(
    "unknown flag: --required-secrets-label",
  );
  expect(parseFlags([], controllerRelease("v3.4.3"))["required-secrets-label"]).toBe("");
});

it("is simulated in two releases", () => {
  expect(() => controllerRelease("v3.4.2")).toThrow(
    "NotSimulated: AWS Load Balancer Controller v3.4.2 (v3.4.3 and v3.5.0 are simulated)",
  );
});

interface TwoBindings {
  readonly world: World;
  readonly cluster: TestCluster;
  /** The target group of each binding. */
  readonly arns: readonly [string, string];
  readonly workloads: readonly [Workload, Workload];
}

/** `a/b-c` and then `a-b/c`, of two pods each, bound to the target groups of these names. */
function twoBindings(version: string, targetGroups: readonly [string, string]): TwoBindings {
  const world = new World({ version, edge: { first: 1, second: 1 } });
  const cluster = world.cluster(PRIMARY);
  const bind = (namespace: string, name: string, targetGroup: string, firstAddress: number) => {
    const { TargetGroups } = world.network.call("elasticloadbalancing", "DescribeTargetGroups", {
      Names: [targetGroup],
    });
    const arn = TargetGroups[0]!.TargetGroupArn;
    const workload = new Workload(cluster.api, world.network.nodeOf(PRIMARY), firstAddress, namespace);
    cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    cluster.api.create({ ...service(), metadata: { name: "app", namespace } });
    workload.scaleTo(2);
    cluster.api.create({
      ...binding(arn, { multiClusterTargetGroup: true }),
      metadata: { name, namespace },
    });
    world.cloud.clock.advance(1000);
    expect(cluster.api.find(BINDING, namespace, name)?.["status"]).toBeDefined();
    return { arn, workload };
  };
  const first = bind("a", "b-c", targetGroups[0], 20);
  const second = bind("a-b", "c", targetGroups[1], 40);
  return {
    world,
    cluster,
    arns: [first.arn, second.arn],
    workloads: [first.workload, second.workload],
  };
}
