import { beforeAll, describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { LivingFleet } from "../../support/living-fleet.ts";

describe("the zones of a living load balancer", () => {
  let fleet: LivingFleet;
  let subnets: readonly string[];

  beforeAll(async () => {
    fleet = new LivingFleet();
    const { outputs } = await fleet.succeed("cluster1");
    subnets = outputs["publicSubnetIds"] as string[];
  });

  it("may be named by subnets of each", async () => {
    const { steps } = await fleet.succeed("cluster1", { ingress: { subnetIds: [...subnets] } });
    expect(steps).toEqual(["update kubernetes:networking.k8s.io/v1:Ingress myeks-ingress-ingress"]);
  });

  it("do not become fewer, before anything is touched", async () => {
    const { programError, steps } = await fleet.up("cluster1", {
      ingress: { subnetIds: subnets.slice(0, 2) },
    });
    expect(programError?.message).toBe(
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
        "  - ingress.subnetIds leaves ap-northeast-2c out, where the load balancer has targets of this stack or of members; " +
        "add a subnet of each zone that it has, or leave the key out",
    );
    expect(steps).toEqual([]);
  });

  it("do not become fewer by the class of the Ingress", async () => {
    const refused = (field: string) =>
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
      `  - controller.ingressClass.subnets.${field} leaves ap-northeast-2c out, where the load balancer has targets of this stack or of members; ` +
      "add a subnet of each zone that it has, or leave the key out";
    const ofClass = (subnets: ConfigValue) => ({ controller: { ingressClass: { subnets } } });
    expect(await fleet.refusal("cluster1", ofClass({ ids: subnets.slice(0, 2) }))).toBe(refused("ids"));
    fleet.cloud.call(fleet.cloud.administrator, "ec2", "CreateTags", {
      Resources: subnets.slice(0, 2),
      Tags: [{ Key: "tier", Value: "edge" }],
    });
    expect(await fleet.refusal("cluster1", ofClass({ tags: { tier: ["edge"] } }))).toBe(refused("tags"));
    expect(await fleet.refusal("cluster1", ofClass({ ids: [...subnets] }))).toBe(undefined);
  });

  it("are not the matter where a subnet is not there", async () => {
    const ids = [...subnets.slice(1), "subnet-0123456789abcdef0"];
    expect(await fleet.refusal("cluster1", { ingress: { subnetIds: ids } })).toContain(
      "ingress.subnetIds[2] is subnet-0123456789abcdef0, which is not there; name a subnet that is",
    );
  });

  it("is not looked at without the key", async () => {
    await fleet.succeed("cluster1");
  });
});
