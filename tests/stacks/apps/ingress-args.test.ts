import { expect, it } from "vitest";
import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { LivingFleet } from "../../support/living-fleet.ts";

const HOUR_MS = 3_600_000;

it("a binding moves from a Service of the stack's own to one that somebody else made, and back", async () => {
  const fleet = new LivingFleet();
  const containers = { app: undefined, apps: { shop: { image: "registry.example.com/shop:1" } } };
  const external = { app: undefined, apps: { shop: { external: { service: "gitops-shop" } } } };
  const { outputs } = await fleet.succeed("cluster1", containers);
  await fleet.succeed("cluster2", containers);
  fleet.cloud.clock.advance(HOUR_MS);
  clustersOf(fleet.cloud)
    .get("myeks-cluster2")!
    .api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "gitops-shop", namespace: "game-2048" },
      spec: { selector: { "app.kubernetes.io/name": "app-shop" }, ports: [{ port: 80, targetPort: 8080 }] },
    });
  const load = new VirtualLoad(fleet.cloud, { dnsName: String(outputs["loadBalancerDnsName"]) });

  for (const changes of [external, containers]) {
    const { steps } = await fleet.succeed("cluster2", changes);
    expect(steps.filter((step) => step.includes("TargetGroupBinding "))).toEqual([
      "update kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding myeks-cluster2-ingress-shop-binding",
    ]);
    fleet.cloud.clock.advance(HOUR_MS);
  }
  expect(load.take().failed).toEqual({});
});
