import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { planFleet } from "../../../fleet/plan-pods/run.ts";
import { readClusters } from "../../../fleet/plan-pods/read-clusters.ts";
import { PROJECT_DIRECTORY, stackFiles } from "../../support/stack-files.ts";

const MEMBER = { "aws:region": "ap-northeast-2", "multicluster-ingress:role": "member" };

function plan(configDirectory: string) {
  return planFleet(readClusters({ projectDirectory: PROJECT_DIRECTORY, configDirectory }));
}

describe("the pods of a fleet", () => {
  it("are those of its apps, of the system, and of metrics-server where an app is scaled", () => {
    const { clusters } = plan(join(PROJECT_DIRECTORY, "examples", "production"));
    expect(clusters.map(({ stack, demand, room }) => ({ stack, demand, room }))).toEqual(
      ["blue", "green"].map((stack) => ({
        stack,
        demand: { apps: 4, appsAtMost: 40, system: 16 },
        room: { atCount: 145, atMaxSize: 377 },
      })),
    );
  });

  it("of all clusters in a network share its subnets", () => {
    expect(plan(join(PROJECT_DIRECTORY, "examples", "production")).subnets).toEqual([
      {
        ownerStack: "edge",
        tier: "private",
        count: 3,
        cidrBlock: "10.40.12.0/22",
        addresses: 1019,
        idle: 40,
        full: 300,
      },
    ]);
  });

  it("are in subnets whose sizes are not known, where the VPC is there already", () => {
    const { subnets } = plan(join(PROJECT_DIRECTORY, "examples", "internal"));
    expect(subnets).toEqual([{ ownerStack: "edge", tier: "private", count: 2, idle: 12, full: 72 }]);
  });

  it("have subnets of their own where the VPC has further blocks, all of custom networking and more of others", () => {
    const primary = (podNetworking: ConfigValue) =>
      stackFiles({
        cluster1: {
          "aws:region": "ap-northeast-2",
          "multicluster-ingress:role": "primary",
          "multicluster-ingress:clusterName": "first",
          "multicluster-ingress:vpc": { secondaryCidrBlocks: ["100.64.0.0/16", "100.65.0.0/20"] },
          "multicluster-ingress:podNetworking": podNetworking,
        },
        cluster2: {
          ...MEMBER,
          "multicluster-ingress:clusterName": "second",
          "multicluster-ingress:sharedStack": "cluster1",
          "multicluster-ingress:podNetworking": podNetworking,
        },
      });
    const nodes = {
      ownerStack: "cluster1",
      tier: "public",
      count: 3,
      cidrBlock: "192.168.0.0/22",
      addresses: 1019,
    };
    expect(plan(primary({ mode: "custom-networking" })).subnets).toEqual([
      { ...nodes, idle: 2, full: 4 },
      { ...nodes, tier: "pods", cidrBlock: "100.64.0.0/19", addresses: 8187, idle: 12, full: 48 },
    ]);
    expect(plan(primary({ mode: "secondary-ip" })).subnets).toEqual([
      { ...nodes, elsewhere: 8187 + 507, idle: 12, full: 72 },
    ]);
    expect(plan(primary({ mode: "secondary-ip", subnetDiscovery: false })).subnets).toEqual([
      { ...nodes, idle: 12, full: 72 },
    ]);
  });

  it("that do not fit are planned all the same, with what is refused", () => {
    const folder = stackFiles({
      cluster2: {
        ...MEMBER,
        "multicluster-ingress:clusterName": "second",
        "multicluster-ingress:sharedStack": "cluster1",
        "multicluster-ingress:appOverrides": { 2048: { replicas: 60 } },
      },
    });
    const [, second] = plan(folder).clusters;
    expect([second!.demand.apps, second!.room.atCount, second!.problems]).toEqual([
      60,
      51,
      [
        "nodeGroups need room for 70 pods, 60 of the app and 10 of the system, but 3 nodes that take them run 51; raise count " +
          "or maxPods, or lower appOverrides.2048.replicas",
      ],
    ]);
  });
});
