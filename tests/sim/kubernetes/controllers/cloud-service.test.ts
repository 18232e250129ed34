import { expect, it } from "vitest";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { KubernetesCluster } from "../../../../sim/kubernetes/cluster.ts";

const TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";

/** Messages of the events about a Service. */
function eventsAbout(spec: object, annotations: Record<string, string> = {}): string[] {
  const cloud = new SimulatedCloud();
  const { api } = new KubernetesCluster({ name: "myeks", cloud, version: "1.35" });
  const metadata = { name: "app", namespace: "default", annotations };
  api.create({ apiVersion: "v1", kind: "Service", metadata, spec: { ports: [{ port: 80 }], ...spec } });
  cloud.clock.settle();
  api.patch("v1/Service", "default", "app", { metadata: { labels: { changed: "yes" } } });
  cloud.clock.settle();
  return api
    .list("v1/Event", { namespace: "default" })
    .map((event) => `${event["message"]} (${event["count"]})`);
}

it("says once of a Service that EKS would make a Classic Load Balancer for it", () => {
  expect(eventsAbout({ type: "LoadBalancer" })).toEqual([
    "NotSimulated: EKS would make a Classic Load Balancer for a Service of type LoadBalancer without class. With spec.loadBalancerClass service.k8s.aws/nlb, AWS Load Balancer Controller makes a Network Load Balancer. The class can only be given when the Service is created. (1)",
  ]);
});

it("leaves other Services to others", () => {
  expect(eventsAbout({ type: "NodePort" })).toEqual([]);
  expect(eventsAbout({ type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" })).toEqual([]);
  expect(eventsAbout({ type: "LoadBalancer" }, { [TYPE]: "external" })).toEqual([]);
});
