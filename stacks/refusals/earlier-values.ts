/** What a primary was made with, for a guard from an earlier program that did not remember it. */
import * as aws from "@pulumi/aws";
import type { FixedValues } from "./fixed-values.ts";
import type { Outputs } from "../living/own-outputs.ts";

/** A name that the controller chooses: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/ */
const CHOSEN_NAME = /^k8s-/;

/** As far as AWS and the stack's last outputs tell. */
export async function earlierValues(outputs: Outputs): Promise<FixedValues> {
  const [targetGroup, loadBalancer] = await Promise.all([
    aws.lb.getTargetGroup({ arn: String(outputs["targetGroupArn"]) }),
    aws.lb.getLoadBalancer({ arn: String(outputs["loadBalancerArn"]) }),
  ]);
  return {
    ...fromTags(targetGroup.tags),
    "ingress.scheme": loadBalancer.internal ? "internal" : "internet-facing",
    "ingress.loadBalancerName": CHOSEN_NAME.test(loadBalancer.name) ? "" : loadBalancer.name,
    ...blocks(outputs),
  };
}

/** The controller notes on a target group for which cluster and Ingress it is. */
function fromTags(tags: Readonly<Record<string, string>>): FixedValues {
  const { "elbv2.k8s.aws/cluster": clusterName = "" } = tags;
  const [namespace = "", ingressName = ""] = (tags["ingress.k8s.aws/stack"] ?? "").split("/");
  return { clusterName, namespace, ingressName };
}

function blocks(outputs: Outputs): FixedValues {
  const entries = ["publicSubnetCidrBlocks", "privateSubnetCidrBlocks"].flatMap((name) => {
    const found = outputs[name];
    return Array.isArray(found) ? [[`vpc.${name}`, found.join(" ")] as const] : [];
  });
  return Object.fromEntries(entries);
}
