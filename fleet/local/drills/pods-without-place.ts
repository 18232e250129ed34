import { fragment, freeAddresses, leaveFree, noteRefusals, rest } from "./actions.ts";
import type { Drill } from "./drill.ts";
import { beforeFirst, DEPLOYMENT, nodes, replicas, together } from "./mistakes.ts";
import { freeAddressSymptoms, pendingPodSymptoms, targetSymptoms } from "./symptoms.ts";

export const tooManyPods: Drill = {
  name: "too-many-pods",
  summary: "more pods than the nodes may run: Pending, Too many pods",
  cause:
    "A node runs as many pods as its instance type has addresses for: 17 on a t3.medium, those of the system included.",
  remedy:
    "Add nodes or larger ones, or set podNetworking to prefix-delegation, which allows 110 pods on a t3.medium.",
  async play(scene) {
    const stage = await scene.stage("primary");
    const { primary } = stage;
    const failure = await stage.fail(primary, replicas(60));
    const seen = pendingPodSymptoms(stage, primary);
    await stage.up(primary, together(replicas(60), nodes(5)));
    return {
      moments: [{ when: "60 pods on 3 nodes", symptoms: [...failure, ...seen] }],
      afterRemedy: [{ when: "60 pods on 5 nodes", symptoms: targetSymptoms(stage) }],
    };
  },
};

export const addressesExhausted: Drill = {
  name: "addresses-exhausted",
  summary: "the nodes' subnets have no free address for another pod",
  cause: "Pods get addresses of the VPC. Other interfaces have taken the last ones of the nodes' subnets.",
  remedy:
    "Free addresses. Plan subnets for the pods of all clusters; the EksCluster component refuses node groups that " +
    "cannot fit.",
  async play(scene) {
    const stage = await scene.stage("primary");
    const { primary } = stage;
    const failure = await stage.fail(
      primary,
      together(
        beforeFirst(DEPLOYMENT, () => {
          leaveFree(stage, 0);
        }),
        replicas(30),
      ),
    );
    const seen = pendingPodSymptoms(stage, primary);
    freeAddresses(stage);
    rest(stage);
    await stage.up(primary, replicas(30));
    return {
      moments: [{ when: "30 pods, no free address in the nodes' subnets", symptoms: [...failure, ...seen] }],
      afterRemedy: [{ when: "what took the others is gone", symptoms: targetSymptoms(stage) }],
    };
  },
};

export const fragmentedSubnet: Drill = {
  name: "fragmented-subnet",
  summary: "prefix delegation in subnets with many free addresses and no free block of 16",
  cause:
    "With prefix delegation a node takes whole blocks of 16 addresses, each in line with its own size (/28). Single addresses of " +
    "others, spread over the subnet, leave none, however many addresses are free: AvailableIpAddressCount counts these. " +
    "Only EC2 and the plugin's log on the node (/var/log/aws-routed-eni/ipamd.log) name the reason; the pod says what it " +
    "says of a full subnet.",
  remedy:
    "Give node groups with prefix delegation subnets of their own, or reserve blocks before others take addresses " +
    "(aws ec2 create-subnet-cidr-reservation --reservation-type prefix). In a subnet that is fragmented, free the " +
    "addresses in between: a plugin that was refused tries again after two minutes.",
  async play(scene) {
    const stage = (await scene.stage("primary")).with({
      podNetworking: JSON.stringify({ mode: "prefix-delegation" }),
    });
    const { primary } = stage;
    await stage.up(primary);
    rest(stage);
    const refusals = noteRefusals(stage);
    const failure = await stage.fail(
      primary,
      together(
        beforeFirst(DEPLOYMENT, () => {
          fragment(stage);
        }),
        replicas(96),
      ),
    );
    const seen = [...pendingPodSymptoms(stage, primary), ...freeAddressSymptoms(stage), ...refusals()];
    freeAddresses(stage);
    rest(stage);
    await stage.up(primary, replicas(96));
    return {
      moments: [{ when: "96 pods, no free block in the nodes' subnets", symptoms: [...failure, ...seen] }],
      afterRemedy: [{ when: "what took the others is gone", symptoms: targetSymptoms(stage) }],
    };
  },
};
