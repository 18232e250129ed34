import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { answersOf, runExample } from "../support/example.ts";

it("examples/gitops serves what a GitOps tool deploys to both clusters, by labels and by a Service of its own", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const leftovers = await runExample("gitops", async (example) => {
    const before = warn.mock.calls.map(([message]) => message);
    expect(before.filter((message) => message.includes("in cluster shop-blue")).toSorted()).toEqual([
      "app orders has no pod behind the load balancer in cluster shop-blue yet. It needs Service shops/orders, which must be " +
        "there with ready pods; deploy it, or say appOverrides.orders.absent: true where this cluster is to do without",
      "app web has no pod behind the load balancer in cluster shop-blue yet. It needs ready pods with the labels " +
        "app.kubernetes.io/name=web, for Service shops/service-web; deploy it, or say appOverrides.web.absent: true where this " +
        "cluster is to do without",
    ]);
    warn.mockClear();
    for (const stack of example.session.stacks) await example.session.up(stack);
    expect(warn.mock.calls).toEqual([]);
    const clusters = ["shop-blue", "shop-green"];
    expect(answersOf(example)).toEqual({ orders: clusters, web: clusters });
    for (const cluster of clusters) {
      const api = clustersOf(example.session.cloud).get(cluster)!.api;
      const services = api.list("v1/Service", { namespace: "shops" }).map(({ metadata }) => metadata.name);
      expect(services.toSorted()).toEqual(["orders", "service-web"]);
      expect(api.get("v1/Service", "shops", "orders").metadata.managedFields).toMatchObject([
        { manager: "gitops" },
      ]);
    }
  });
  warn.mockRestore();
  expect(leftovers).toEqual([]);
});
