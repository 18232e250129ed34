import { beforeEach, expect, it } from "vitest";
import { Clock } from "../../../../sim/core/clock.ts";
import { Ids } from "../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../sim/kubernetes/api-server.ts";
import type { LabelSelector } from "../../../../sim/kubernetes/objects.ts";
import { deployment } from "../fixture.ts";

const DEPLOYMENT = "apps/v1/Deployment";

let api: ApiServer;

beforeEach(() => {
  api = new ApiServer({ clock: new Clock(Date.UTC(2026, 0, 1)), ids: new Ids("scale") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
});

it("shows how many pods a Deployment wants and has, and which", () => {
  const { metadata } = api.create(deployment("web", { replicas: 3 }));
  expect(api.getScale(DEPLOYMENT, "game", "web")).toEqual({
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    metadata: {
      name: "web",
      namespace: "game",
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
      creationTimestamp: "2026-01-01T00:00:00Z",
    },
    spec: { replicas: 3 },
    status: { replicas: 0, selector: "app=web" },
  });
});

it("prints a selector as the API server does, in the order of its keys", () => {
  const labels = { app: "web", tier: "b", zone: "z" };
  const selector: LabelSelector = {
    matchLabels: { app: "web" },
    matchExpressions: [
      { key: "zone", operator: "Exists" },
      { key: "tier", operator: "In", values: ["b", "a"] },
      { key: "env", operator: "NotIn", values: ["test"] },
      { key: "old", operator: "DoesNotExist" },
    ],
  };
  const manifest = deployment("web", { spec: { selector } });
  (manifest["spec"] as { template: { metadata: object } }).template.metadata = { labels };
  api.create(manifest);
  expect(api.getScale(DEPLOYMENT, "game", "web").status.selector).toBe(
    "app=web,env notin (test),!old,tier in (a,b),zone",
  );
});

it("gives replicas to whom has changed the scale, and nothing else", () => {
  api.as("pulumi").apply(deployment("web", { replicas: 3 }));
  const scale = api.getScale(DEPLOYMENT, "game", "web");
  const controller = api.as("kube-controller-manager");
  expect(controller.updateScale(DEPLOYMENT, { ...scale, spec: { replicas: 5 } }).spec).toEqual({
    replicas: 5,
  });
  const { metadata, spec } = api.get(DEPLOYMENT, "game", "web");
  expect([spec.replicas, metadata.generation]).toEqual([5, 2]);
  expect(metadata.managedFields).toEqual([
    {
      manager: "pulumi",
      operation: "Apply",
      apiVersion: "apps/v1",
      time: "2026-01-01T00:00:00Z",
      fieldsType: "FieldsV1",
      fieldsV1: expect.not.objectContaining({ "f:spec": expect.objectContaining({ "f:replicas": {} }) }),
    },
    {
      manager: "kube-controller-manager",
      operation: "Update",
      apiVersion: "apps/v1",
      time: "2026-01-01T00:00:00Z",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
      subresource: "scale",
    },
  ]);
  expect(() => api.as("pulumi").apply(deployment("web", { replicas: 3 }))).toThrow(
    'Apply failed with 1 conflict: conflict with "kube-controller-manager" with subresource "scale" using apps/v1: .spec.replicas',
  );
});

it("refuses a scale that somebody else has changed meanwhile", () => {
  api.create(deployment("web", { replicas: 3 }));
  const scale = api.getScale(DEPLOYMENT, "game", "web");
  api.patch(DEPLOYMENT, "game", "web", { spec: { replicas: 4 } });
  expect(() => api.updateScale(DEPLOYMENT, scale)).toThrow(
    'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
  );
});

it("says when there is nothing to scale", () => {
  expect(() => api.getScale(DEPLOYMENT, "game", "web")).toThrow('deployments.apps "web" not found');
  expect(() => api.getScale("apps/v1/DaemonSet", "game", "web")).toThrow(
    "the server could not find the requested resource",
  );
});
