import { expect, it } from "vitest";
import { customResourceDefinition } from "../../../support/custom-resource-definition.ts";
import { run, startCluster } from "../fixture.ts";

it("deletes the objects of a kind before its definition goes", () => {
  const cluster = startCluster();
  cluster.api.create(customResourceDefinition("example.com", "Widget", "widgets"));
  cluster.api.create({
    apiVersion: "example.com/v1",
    kind: "Widget",
    metadata: { name: "one", namespace: "game", finalizers: ["example.com/clean-up"] },
  });
  cluster.api.delete("apiextensions.k8s.io/v1/CustomResourceDefinition", undefined, "widgets.example.com");
  run(cluster, 60);
  expect(cluster.api.get("example.com/v1/Widget", "game", "one").metadata.deletionTimestamp).toBeDefined();
  cluster.api.patch("example.com/v1/Widget", "game", "one", { metadata: { finalizers: null } });
  run(cluster, 1);
  expect(() => cluster.api.list("example.com/v1/Widget")).toThrow(
    'no matches for kind "Widget" in version "example.com/v1"',
  );
});
