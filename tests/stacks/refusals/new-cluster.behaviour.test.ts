import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import type { Changes } from "../../support/changes.ts";
import { LivingFleet } from "../../support/living-fleet.ts";

const PAGE = { content: { type: "colour-page" }, order: 1 };

function withOrders(external: { [field: string]: ConfigValue }): Changes {
  const orders = { external, namespace: "orders", routes: [{ paths: [{ prefix: "/orders" }] }] };
  return { app: undefined, apps: { "2048": PAGE, orders }, ingress: { ownership: "pulumi" } };
}

const NEW = withOrders({ service: "orders" });
const { ingress: _ingress, ...OF_MEMBER } = NEW;

it("refuses a new cluster in which the namespace of an existing Service is missing, and takes both remedies", async () => {
  vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const fleet = new LivingFleet();
  expect(await fleet.refusal("cluster1", NEW)).toBe(
    'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
      '  - apps.orders.external.service is "orders" in namespace orders, which the new cluster myeks does not have, so that it ' +
      "cannot be bound; add createNamespace: true beside it, or appOverrides.orders.absent: true until the namespace is there",
  );
  expect(fleet.urns("cluster1")).toHaveLength(1);

  await fleet.succeed("cluster1", withOrders({ service: "orders", createNamespace: true }));
  expect(clustersOf(fleet.cloud).get("myeks")?.api.find("v1/Namespace", undefined, "orders")).toBeDefined();

  await fleet.succeed("cluster2", { ...OF_MEMBER, appOverrides: { orders: { absent: true } } });
  const { api } = clustersOf(fleet.cloud).get("myeks-cluster2")!;
  expect(api.find("v1/Namespace", undefined, "orders")).toBeUndefined();
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "orders" } });
  await fleet.succeed("cluster2", OF_MEMBER);
});
