import { describe, expect, it } from "vitest";
import { LbcAddon, type LbcAddonArgs } from "../../../components/lbc-addon/index.ts";
import type { IngressClassArgs } from "../../../components/shared/load-balancer/ingress-class.ts";
import { runProgram, summary } from "../../support/pulumi-program.ts";

const args: LbcAddonArgs = {
  clusterName: "myeks",
  region: "ap-northeast-2",
  vpcId: "vpc-0123456789abcdef0",
  backendSecurityGroupId: "sg-0123456789abcdef0",
  identity: {
    type: "irsa",
    oidcIssuer: "https://oidc.eks.ap-northeast-2.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
    oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/x",
  },
};

function addon(ingressClass: IngressClassArgs, others: Partial<LbcAddonArgs> = {}) {
  return runProgram(() => new LbcAddon("lbc", { ...args, ...others, ingressClass }));
}

function problems(ingressClass: IngressClassArgs, others: Partial<LbcAddonArgs> = {}): string[] {
  return LbcAddon.problems("lbc", { ...args, ...others, ingressClass }).map(
    ({ path, reason }) => `${path} ${reason}`,
  );
}

describe("the IngressClass of a controller", () => {
  it("refers to parameters that are made before it, after the controller", async () => {
    const { resource, resources } = await addon({
      name: "edge",
      isDefault: true,
      scheme: "internal",
      groupName: "everyone",
      subnets: { tags: { tier: ["edge", "core"] } },
      inboundCidrs: ["10.0.0.0/8"],
      tags: { team: "platform" },
    });
    expect(resources.map(summary)).toEqual(
      expect.arrayContaining([
        "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams lbc-ingress-class-params after lbc-release",
        "kubernetes:networking.k8s.io/v1:IngressClass lbc-ingress-class after lbc-ingress-class-params, lbc-release",
      ]),
    );
    expect(resource("lbc-ingress-class-params").inputs).toEqual({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "IngressClassParams",
      metadata: { name: "edge" },
      spec: {
        scheme: "internal",
        group: { name: "everyone" },
        subnets: { tags: { tier: ["edge", "core"] } },
        inboundCIDRs: ["10.0.0.0/8"],
        tags: [{ key: "team", value: "platform" }],
      },
    });
    expect(resource("lbc-ingress-class").inputs).toMatchObject({
      metadata: { name: "edge", annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
      spec: {
        controller: "ingress.k8s.aws/alb",
        parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name: "edge" },
      },
    });
  });

  it("closes the way around it where it decides anything, and only there", async () => {
    const deciding = await addon({ scheme: "internal" });
    expect(deciding.resource("lbc-release").inputs["values"]).toMatchObject({
      disableIngressClassAnnotation: true,
    });
    const named = await addon({ name: "edge" });
    expect(named.resource("lbc-release").inputs["values"]).not.toHaveProperty(
      "disableIngressClassAnnotation",
    );
    expect(named.resources.map(summary).join("\n")).not.toContain("IngressClassParams");
  });

  it("refuses what is not in form", () => {
    expect(
      problems({
        name: "Edge",
        scheme: "public" as "internal",
        groupName: "-a",
        subnets: {},
        inboundCidrs: ["10.0.0.1/8"],
        tags: { "aws:x": "1" },
      }),
    ).toEqual([
      'ingressClass.name is "Edge"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end',
      'ingressClass.scheme is "public"; use one of internet-facing, internal',
      'ingressClass.groupName is "-a"; use 1 to 63 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit',
      "ingressClass.subnets has neither ids nor tags; give one",
      'ingressClass.inboundCidrs[0] is "10.0.0.1/8", with bits beyond its prefix; use 10.0.0.0/8',
      'ingressClass.tags["aws:x"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key',
    ]);
  });

  it("takes two subnets and a group of 63 characters, not less and not more", () => {
    const [one, two] = ["subnet-00000001", "subnet-00000002"];
    expect(problems({ subnets: { ids: [one!, two!] }, groupName: "a".repeat(63) })).toEqual([]);
    expect(problems({ subnets: { ids: [one!] }, groupName: "a".repeat(64), inboundCidrs: [] })).toEqual([
      `ingressClass.groupName is "${"a".repeat(64)}"; use 1 to 63 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit`,
      "ingressClass.subnets.ids has 1 entries; give at least two, one per availability zone",
      "ingressClass.inboundCidrs is empty; name who may connect",
    ]);
    expect(problems({ subnets: { ids: [one!, one!], tags: { tier: [] } } })).toEqual([
      "ingressClass.subnets has both ids and tags; give one",
      'ingressClass.subnets.ids[1] is "subnet-00000001", as is ingressClass.subnets.ids[0]; name it once',
      'ingressClass.subnets.tags["tier"] is empty; name the values that a subnet may have',
    ]);
    expect(problems({ subnets: { tags: {} } })).toEqual([
      "ingressClass.subnets.tags is empty; name at least one key with its values",
    ]);
  });

  it("has no tag that the controller gives to everything", () => {
    expect(problems({ tags: { team: "platform" } }, { tags: { team: "shop" } })).toEqual([
      'ingressClass.tags["team"] is one of tags too, which go before it; leave one of the two out',
    ]);
  });
});
