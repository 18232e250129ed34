/** What a program that made an object changes at it once its state is lost and it was imported again. */
import { beforeEach, describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { Provider } from "../../../support/provider.ts";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const KEY_PAIR = "aws:ec2/keyPair:KeyPair";

describe("an imported object", () => {
  let provider: Provider;
  let vpcId: string;
  let loadBalancer: Properties;
  let targetGroup: Properties;

  beforeEach(() => {
    provider = new Provider(new SimulatedCloud());
    vpcId = provider.create("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" }).id;
    provider.create("aws:ec2/internetGateway:InternetGateway", "net", { vpcId });
    const subnets = ["a", "b"].map(
      (zone, index) =>
        provider.create("aws:ec2/subnet:Subnet", zone, {
          vpcId,
          cidrBlock: `10.0.${index}.0/24`,
          availabilityZone: `ap-northeast-2${zone}`,
        }).id,
    );
    loadBalancer = { namePrefix: "edge-", internal: false, subnets };
    const stickiness = { enabled: false, type: "lb_cookie" };
    targetGroup = { namePrefix: "shop-", port: 80, protocol: "HTTP", targetType: "ip", vpcId, stickiness };
  });

  /** What changes when a program says it that was made and imported. */
  function diffOf(token: string, made: Properties, said: Properties) {
    const { id } = provider.create(token, "web", made);
    return provider.adopt(token, "web", id).diff(said);
  }

  it("keeps the name that its prefix made, and what AWS has of the rest", () => {
    expect(diffOf(LOAD_BALANCER, loadBalancer, loadBalancer).changed).toEqual([]);
    expect(diffOf(TARGET_GROUP, targetGroup, targetGroup).changed).toEqual([]);
    const group = { namePrefix: "web-", vpcId };
    expect(diffOf("aws:ec2/securityGroup:SecurityGroup", group, group).changed).toEqual([]);
    const key = { keyNamePrefix: "web-", publicKey: KEY };
    expect(diffOf(KEY_PAIR, key, key).changed).toEqual([]);
  });

  it("is replaced for another prefix or scheme, as one that was never lost", () => {
    const other = { ...loadBalancer, namePrefix: "shop-", internal: true };
    expect(diffOf(LOAD_BALANCER, loadBalancer, other).replace).toEqual(["internal", "namePrefix"]);
    const given = { ...loadBalancer, namePrefix: undefined, name: "edge" };
    expect(diffOf(LOAD_BALANCER, given, loadBalancer).replace).toEqual(["namePrefix"]);
  });

  it("gets another stickiness in place, also by what a block leaves to the provider", () => {
    const sticky = { ...targetGroup, stickiness: { type: "lb_cookie" } };
    expect(diffOf(TARGET_GROUP, targetGroup, sticky)).toMatchObject({ changed: ["stickiness"], replace: [] });
    expect(diffOf(TARGET_GROUP, sticky, sticky).changed).toEqual([]);
  });

  it("gets a new name where the program gives neither name nor prefix", () => {
    const { namePrefix: _prefix, ...unnamed } = targetGroup;
    expect(diffOf(TARGET_GROUP, targetGroup, unnamed).replace).toEqual(["name"]);
  });
});

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUsNtH3H0k2WXYVwgJkn4QqGzQh3gYc3xmUIYJGTwRu";
