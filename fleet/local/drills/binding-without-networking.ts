import type { Drill } from "./drill.ts";
import { bindingWithoutNetworking } from "./mistakes.ts";
import { failureSymptoms, targetSymptoms } from "./scene.ts";

export const bindingWithoutNetworkingDrill: Drill = {
  name: "binding-without-networking",
  summary: "the member's binding names no security group: registered, and unhealthy by time-out",
  cause:
    "Without spec.networking the controller registers the pods, but opens no port of their nodes to the load balancer. " +
    "Health checks and requests get no answer.",
  remedy:
    "Name the load balancer's backend security group and the container port in networking.ingress, as the " +
    "MultiClusterIngress component always does.",
  async play(scene) {
    const stage = await scene.stage();
    await stage.up(stage.primary);
    const failed = await stage.up(stage.member, bindingWithoutNetworking);
    const symptoms = [...failureSymptoms(stage.member, failed), ...targetSymptoms(stage.targets())];
    await stage.up(stage.member);
    return { symptoms, afterRemedy: targetSymptoms(stage.targets()) };
  },
};
