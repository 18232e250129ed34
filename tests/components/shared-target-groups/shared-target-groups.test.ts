import { expect, it } from "vitest";
import { SharedTargetGroups, type SharedTargetGroupsArgs } from "../../../components/index.ts";
import { refusalOf, runProgram, valueOf } from "../../support/pulumi-program.ts";

const VPC_ID = "vpc-0123456789abcdef0";

function targetGroups(args: Omit<SharedTargetGroupsArgs, "vpcId">) {
  return runProgram(() => new SharedTargetGroups("edge", { vpcId: VPC_ID, ...args }), {
    outputs: ({ name }) => ({ arn: `arn:of:${name}` }),
  });
}

it("makes a target group for each app, with every attribute stated", async () => {
  const { result, resources } = await targetGroups({ apps: [{ name: "shop" }], tags: { team: "edge" } });
  expect(resources).toMatchObject([
    { type: "multicluster-ingress:index:SharedTargetGroups", name: "edge" },
    {
      type: "aws:lb/targetGroup:TargetGroup",
      name: "edge-shop",
      parent: "edge",
      inputs: {
        namePrefix: "shop-",
        vpcId: VPC_ID,
        port: 80,
        protocol: "HTTP",
        protocolVersion: "HTTP1",
        targetType: "ip",
        healthCheck: {
          enabled: true,
          path: "/",
          port: "traffic-port",
          protocol: "HTTP",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
          matcher: "200",
        },
        deregistrationDelay: 30,
        slowStart: 0,
        loadBalancingAlgorithmType: "round_robin",
        loadBalancingAnomalyMitigation: "off",
        loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
        stickiness: { enabled: false, type: "lb_cookie" },
        tags: { Name: "edge-shop", "multicluster-ingress/app": "shop", team: "edge" },
      },
    },
  ]);
  expect(await valueOf(result.targetGroupArns["shop"]!)).toBe("arn:of:edge-shop");
  expect(result.targetGroupArnsByCluster).toEqual({});
});

it("takes the settings of each app", async () => {
  const { resource } = await targetGroups({
    apps: [
      {
        name: "a-long-name",
        targetType: "instance",
        protocolVersion: "GRPC",
        healthCheck: { port: 9000, successCodes: "0-5" },
        targetGroup: {
          algorithm: "weighted_random",
          anomalyMitigation: true,
          crossZone: false,
          stickiness: { type: "app_cookie", cookieName: "session", durationSeconds: 60 },
        },
      },
    ],
  });
  expect(resource("edge-a-long-name").inputs).toMatchObject({
    namePrefix: "a-lon-",
    protocolVersion: "GRPC",
    targetType: "instance",
    healthCheck: { path: "/AWS.ALB/healthcheck", port: "9000", matcher: "0-5" },
    loadBalancingAlgorithmType: "weighted_random",
    loadBalancingAnomalyMitigation: "on",
    loadBalancingCrossZoneEnabled: "false",
    stickiness: { enabled: true, type: "app_cookie", cookieName: "session", cookieDuration: 60 },
  });
});

it("makes one for each app and cluster in their place, or beside the shared ones", async () => {
  const apps = [{ name: "shop" }, { name: "blog" }];
  const names = async (args: Partial<SharedTargetGroupsArgs>) =>
    (await targetGroups({ apps, ...args })).resources.slice(1).map(({ name }) => name);
  const own = ["edge-shop.one", "edge-shop.two", "edge-blog.one", "edge-blog.two"];
  expect(await names({ clusters: ["one", "two"], shared: false })).toEqual(own);
  expect(await names({ clusters: ["one", "two"] })).toEqual(["edge-shop", "edge-blog", ...own]);

  const { result } = await targetGroups({ apps, clusters: ["one"], shared: false });
  expect(result.targetGroupArns).toEqual({});
  expect(await valueOf(result.targetGroupArnsByCluster["blog"]!["one"]!)).toBe("arn:of:edge-blog.one");
});

it("refuses wrong args, all at once", async () => {
  const args: SharedTargetGroupsArgs = {
    vpcId: "myvpc",
    apps: [
      { name: "Shop" },
      { name: "blog", protocolVersion: "GRPC", healthCheck: { successCodes: "200" } },
      { name: "blog", targetType: "lambda" as "ip", targetGroup: { slowStartSeconds: 1 } },
    ],
    shared: false,
    tags: { "aws:owner": "a" },
  };
  expect(await refusalOf(() => new SharedTargetGroups("edge", args))).toBe(
    [
      'SharedTargetGroups "edge" has 8 problems:',
      '  - vpcId is "myvpc"; use a VPC id such as vpc-0123456789abcdef0',
      '  - apps[0].name is "Shop"; use 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end',
      '  - apps[1].healthCheck.successCodes is "200"; use gRPC status codes between 0 and 99, e.g. 12, 0,12 or 0-99',
      '  - apps[2].targetType is "lambda"; use one of ip, instance',
      "  - apps[2].targetGroup.slowStartSeconds is 1; use a whole number from 30 to 900",
      '  - apps[2].name is "blog", as is apps[1].name; name each once',
      "  - clusters are none, and shared is false, so that there is no target group; name clusters",
      '  - tags["aws:owner"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key',
    ].join("\n"),
  );
  expect(SharedTargetGroups.problems("edge", { ...args, clusters: ["a", "a"] })).toContainEqual({
    keys: ["clusters", 1],
    path: "clusters[1]",
    reason: 'is "a", as is clusters[0]; name it once',
  });
});
