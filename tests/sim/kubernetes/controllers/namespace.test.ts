import { expect, it } from "vitest";
import { deployment, podsOf, run, startCluster } from "../fixture.ts";

it("empties a namespace, pods with their grace periods, before it goes", () => {
  const cluster = startCluster();
  cluster.api.create(
    deployment("app", { container: { lifecycle: { preStop: { sleep: { seconds: 10 } } } } }),
  );
  run(cluster, 5);
  cluster.api.delete("v1/Namespace", undefined, "game");
  run(cluster, 1);
  expect(cluster.api.get("v1/Namespace", undefined, "game")["status"]).toMatchObject({
    phase: "Terminating",
    conditions: [
      {
        type: "NamespaceContentRemaining",
        message: "Some resources are remaining: pods has 2 resource instances",
      },
      { type: "NamespaceFinalizersRemaining", status: "False" },
    ],
  });
  run(cluster, 10);
  expect(cluster.api.find("v1/Namespace", undefined, "game")).toBeUndefined();
  expect(podsOf(cluster)).toEqual([]);
});

it("is held by objects with finalizers, and says by which", () => {
  const cluster = startCluster();
  cluster.api.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "held", namespace: "game", finalizers: ["example.com/clean-up"] },
  });
  cluster.api.delete("v1/Namespace", undefined, "game");
  run(cluster, 3600);
  expect(cluster.api.get("v1/Namespace", undefined, "game")["status"].conditions).toMatchObject([
    {
      type: "NamespaceContentRemaining",
      status: "True",
      reason: "SomeResourcesRemain",
      message: "Some resources are remaining: configmaps has 1 resource instances",
    },
    {
      type: "NamespaceFinalizersRemaining",
      status: "True",
      reason: "SomeFinalizersRemain",
      message:
        "Some content in the namespace has finalizers remaining: example.com/clean-up in 1 resource instances",
    },
  ]);
  cluster.api.patch("v1/ConfigMap", "game", "held", { metadata: { finalizers: [] } });
  run(cluster, 1);
  expect(cluster.api.find("v1/Namespace", undefined, "game")).toBeUndefined();
});

it("gets the service account default", () => {
  const cluster = startCluster();
  expect(
    cluster.api.list("v1/ServiceAccount", { namespace: "game" }).map(({ metadata }) => metadata.name),
  ).toEqual(["default"]);
  cluster.api.delete("v1/ServiceAccount", "game", "default");
  run(cluster, 1);
  expect(cluster.api.find("v1/ServiceAccount", "game", "default")).toBeDefined();
});
