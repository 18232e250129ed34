import { beforeAll, describe, expect, it } from "vitest";
import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { clustersRegistered } from "../../../stacks/living/registered-targets.ts";
import { LivingFleet } from "../../support/living-fleet.ts";

let fleet: LivingFleet;
let shared: string;
let vpcId: string;

/** What a program is told that looks at the fleet from outside. */
async function told(targetGroupArn: string): Promise<unknown> {
  const config = { "aws:region": fleet.cloud.region };
  const program = async () => ({ clusters: await clustersRegistered(targetGroupArn) });
  const { outputs, programError } = await fleet.host.up({
    project: "owner",
    stack: "owner",
    config,
    program,
  });
  return programError?.message ?? outputs["clusters"];
}

/** A target group with these targets. */
function targetGroup(name: string, TargetType: string, ids: readonly string[]): string {
  const { cloud } = fleet;
  const { TargetGroups } = cloud.call(cloud.administrator, "elasticloadbalancing", "CreateTargetGroup", {
    ...{ Name: name, Protocol: "HTTP", Port: 8080, VpcId: vpcId, TargetType },
  });
  const TargetGroupArn = TargetGroups[0]!.TargetGroupArn;
  const Targets = ids.map((Id) => ({ Id }));
  cloud.call(cloud.administrator, "elasticloadbalancing", "RegisterTargets", { TargetGroupArn, Targets });
  return TargetGroupArn;
}

beforeAll(async () => {
  fleet = new LivingFleet();
  await fleet.succeed("cluster1");
  await fleet.succeed("cluster2", { podNetworking: { mode: "prefix-delegation" } });
  const [group] = elbv2State(fleet.cloud).targetGroups.values();
  shared = group!.arn;
  vpcId = group!.vpcId;
});

describe("clusters with targets in a target group", () => {
  it("are those whose nodes have the addresses, one by one or in prefixes", async () => {
    expect(await told(shared)).toEqual(["myeks", "myeks-cluster2"]);
  });

  it("are those whose nodes are the instances", async () => {
    const instances = ec2State(fleet.cloud).instances.values();
    const ofSecond = instances.filter(({ Tags }) => Tags.some(({ Value }) => Value === "myeks-cluster2"));
    const ids = ofSecond.map(({ InstanceId }) => InstanceId);
    expect(await told(targetGroup("instances", "instance", ids))).toEqual(["myeks-cluster2"]);
  });

  it("are told by the target where no cluster has it", async () => {
    const [network] = ec2State(fleet.cloud).networkInterfaces.where(
      ({ RequesterManaged }) => RequesterManaged,
    );
    const ids = ["192.168.0.250", network!.PrivateIpAddress];
    expect(await told(targetGroup("strays", "ip", ids))).toEqual(ids.toSorted());
  });

  it("are none where there are no targets, or no target group any more", async () => {
    const empty = targetGroup("empty", "ip", []);
    expect(await told(empty)).toEqual([]);
    expect(await told(empty.replace("/empty/", "/gone/"))).toEqual([]);
  });
});
