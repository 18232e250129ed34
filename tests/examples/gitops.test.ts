import { expect, it } from "vitest";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { answersOf, runExample } from "../support/example.ts";

it("examples/gitops serves what a GitOps tool deploys to both clusters, by labels and by a Service of its own", async () => {
  const leftovers = await runExample("gitops", (example) => {
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
  expect(leftovers).toEqual([]);
});
