import type { Drill } from "./drill.ts";
import { bindingWithoutNetworking } from "./mistakes.ts";
import { targetSymptoms } from "./symptoms.ts";

export const bindingWithoutNetworkingDrill: Drill = {
  name: "binding-without-networking",
  summary: "the member's binding names no security group: registered, and unhealthy by time-out",
  cause:
    "Without spec.networking the controller registers the pods, but opens no port of their nodes to the load balancer. " +
    "Health checks and requests get no answer. Nothing has an event that says so: only the targets' state does.",
  remedy:
    "Name the load balancer's backend security group and the container port in networking.ingress, as the " +
    "MultiClusterIngress component always does.",
  async play(scene) {
    const stage = await scene.stage("owner");
    const { primary, member } = stage;
    await stage.up(primary);
    const failure = await stage.fail(member, bindingWithoutNetworking);
    const seen = targetSymptoms(stage);
    await stage.up(member);
    return {
      moments: [{ when: `${member} has joined without spec.networking`, symptoms: [...failure, ...seen] }],
      afterRemedy: [{ when: `${member} is updated with spec.networking`, symptoms: targetSymptoms(stage) }],
    };
  },
};
