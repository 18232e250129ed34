import { expect, it } from "vitest";
import { deployStack } from "../../../stacks/index.ts";
import { livingCloud, SUBNETS } from "../../support/living-cloud.ts";
import { runProgram } from "../../support/pulumi-program.ts";
import { SHARED } from "../../support/shared-stack.ts";
import { configure } from "../../support/stack-config.ts";

/** Keys for each look at what lives: who made the cluster, and how many nodes there are. */
const LOOKING = {
  accessEntries: [{ principalArn: "arn:aws:iam::111122223333:role/developers" }],
  nodeGroups: [{ name: "ng", ignoreScalingChanges: true }],
};

/** How often each function was called that tells what lives. */
const counted = (calls: readonly { readonly token: string; readonly args: object }[]) => {
  const counts: Record<string, number> = {};
  for (const { token, args } of calls) {
    if (!/^aws:(eks|ec2|index\/getAvailabilityZones)/.test(token)) continue;
    const words = Object.values(args).filter((value) => typeof value === "string");
    const call = [token.split(":").at(-1), ...words].join(" ");
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
};

it("AWS is asked once for each thing that lives", async () => {
  const { calls } = await runProgram(() => {
    configure("cluster1", LOOKING);
    return deployStack();
  }, livingCloud);
  expect(counted(calls)).toEqual({
    getClusters: 1,
    "getCluster myeks": 1,
    "getAddon vpc-cni myeks": 1,
    "getAddon kube-proxy myeks": 1,
    "getAddon coredns myeks": 1,
    "getNodeGroups myeks": 1,
    [`getVpc ${SHARED.vpcId}`]: 1,
    getSubnets: 1,
    ...Object.fromEntries(SUBNETS.map((id) => [`getSubnet ${id}`, 1])),
    getAvailabilityZones: 1,
  });
});
