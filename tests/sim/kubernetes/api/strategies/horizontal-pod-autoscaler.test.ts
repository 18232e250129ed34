import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../../../sim/core/clock.ts";
import { KubernetesError } from "../../../../../sim/core/errors.ts";
import { Ids } from "../../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../../sim/kubernetes/api-server.ts";
import type { KubeObject } from "../../../../../sim/kubernetes/types.ts";

let api: ApiServer;

beforeEach(() => {
  api = new ApiServer({ clock: new Clock(0), ids: new Ids("autoscaler") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
});

const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };

function create(spec: object): KubeObject {
  return api.create({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web", namespace: "game" },
    spec,
  });
}

function cpu(target: object): object {
  return { type: "Resource", resource: { name: "cpu", target } };
}

/** A source of metrics that is valid, and not simulated. */
const pods = { metric: { name: "requests" }, target: { type: "AverageValue", averageValue: 1 } };

const UP = "spec.behavior.scaleUp";

describe("an autoscaler gets", () => {
  it("one replica at least, and CPU at 80 percent", () => {
    const { spec, status } = create({ scaleTargetRef, maxReplicas: 3 }) as KubeObject;
    expect(spec).toEqual({
      scaleTargetRef,
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [cpu({ type: "Utilization", averageUtilization: 80 })],
    });
    expect(status).toEqual({ currentMetrics: null, desiredReplicas: 0 });
  });

  it("the usual rules beside those that it gives", () => {
    const { spec } = create({
      scaleTargetRef,
      maxReplicas: 3,
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    });
    expect(spec).toHaveProperty("behavior", {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: "Max",
        policies: [
          { type: "Pods", value: 4, periodSeconds: 15 },
          { type: "Percent", value: 100, periodSeconds: 15 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 60,
        selectPolicy: "Max",
        policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
      },
    });
  });

  it("an owner for each of its fields", () => {
    const object = api.as("kubectl").create({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "web", namespace: "game" },
      spec: { scaleTargetRef, maxReplicas: 3 },
    });
    expect(object.metadata.managedFields?.map(({ fieldsV1 }) => fieldsV1)).toEqual([
      {
        "f:spec": {
          "f:maxReplicas": {},
          "f:metrics": {},
          "f:minReplicas": {},
          "f:scaleTargetRef": { "f:apiVersion": {}, "f:kind": {}, "f:name": {} },
        },
      },
    ]);
  });
});

it.each([
  [
    { scaleTargetRef, maxReplicas: 0, minReplicas: 0 },
    "[spec.minReplicas: Invalid value: 0: must be greater than or equal to 1, spec.maxReplicas: Invalid value: 0: must be greater than 0]",
  ],
  [
    { scaleTargetRef, minReplicas: 3, maxReplicas: 2 },
    "spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`",
  ],
  [
    {},
    "[spec.maxReplicas: Invalid value: 0: must be greater than 0, spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`, spec.scaleTargetRef.kind: Required value, spec.scaleTargetRef.name: Required value]",
  ],
  [
    { scaleTargetRef: { kind: "Deployment", name: "a/b" }, maxReplicas: 2 },
    `spec.scaleTargetRef.name: Invalid value: "a/b": may not contain '/'`,
  ],
  [
    { scaleTargetRef, maxReplicas: 2, metrics: [{ type: "CPU" }] },
    'spec.metrics[0].type: Unsupported value: "CPU": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
  ],
  [
    { scaleTargetRef, maxReplicas: 2, metrics: [{ type: "Resource" }] },
    "spec.metrics[0].resource: Required value: must populate information for the given metric source",
  ],
  [
    {
      scaleTargetRef,
      maxReplicas: 2,
      metrics: [{ ...cpu({ type: "Utilization", averageUtilization: 1 }), pods }],
    },
    "spec.metrics[0].pods: Forbidden: must populate the given metric source only",
  ],
  [
    { scaleTargetRef, maxReplicas: 2, metrics: [cpu({ type: "Utilization", averageUtilization: 0 })] },
    "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0",
  ],
  [
    {
      scaleTargetRef,
      maxReplicas: 2,
      metrics: [cpu({ type: "Utilization", averageUtilization: 5, averageValue: "0" })],
    },
    '[spec.metrics[0].resource.target.averageValue: Invalid value: "0": must be positive, spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization]',
  ],
  [
    { scaleTargetRef, maxReplicas: 2, metrics: [cpu({ type: "Percent" })] },
    '[spec.metrics[0].resource.target.type: Invalid value: "Percent": must be either Utilization, Value, or AverageValue, spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization]',
  ],
  [
    {
      scaleTargetRef,
      maxReplicas: 2,
      behavior: { scaleUp: { stabilizationWindowSeconds: 3601, selectPolicy: "Most", policies: [] } },
    },
    `[${UP}.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600, ${UP}.selectPolicy: Unsupported value: "Most": supported values: "Disabled", "Max", "Min", ${UP}.policies: Required value: must specify at least one Policy]`,
  ],
  [
    {
      scaleTargetRef,
      maxReplicas: 2,
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: -1,
          policies: [
            { type: "All", value: 0, periodSeconds: 1801 },
            { type: "Pods", value: 1, periodSeconds: 0 },
          ],
        },
      },
    },
    `[${UP}.stabilizationWindowSeconds: Invalid value: -1: must be greater than or equal to zero, ${UP}.policies[0].type: Unsupported value: "All": supported values: "Percent", "Pods", ${UP}.policies[0].value: Invalid value: 0: must be greater than zero, ${UP}.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800, ${UP}.policies[1].periodSeconds: Invalid value: 0: must be greater than zero]`,
  ],
])("refuses %j", (spec, words) => {
  expect(() => create(spec)).toThrow(
    new KubernetesError("Invalid", `HorizontalPodAutoscaler.autoscaling "web" is invalid: ${words}`, 422),
  );
});

it("accepts the longest window and period", () => {
  const policies = [{ type: "Pods", value: 1, periodSeconds: 1_800 }];
  const scaleDown = { stabilizationWindowSeconds: 3_600, policies };
  expect(create({ scaleTargetRef, maxReplicas: 2, behavior: { scaleDown } })).toHaveProperty(
    "spec.behavior.scaleDown",
    { ...scaleDown, selectPolicy: "Max" },
  );
});

it.each([
  [
    {
      scaleTargetRef,
      maxReplicas: 2,
      metrics: [{ type: "Pods", pods }],
    },
    "NotSimulated: metric source Pods of a HorizontalPodAutoscaler",
  ],
  [
    { scaleTargetRef, maxReplicas: 2, behavior: { scaleUp: { tolerance: "0.05" } } },
    "NotSimulated: HorizontalPodAutoscaler spec.behavior.scaleUp.tolerance",
  ],
  [
    { scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "db" }, maxReplicas: 2 },
    "NotSimulated: Kubernetes kind apps/v1/StatefulSet",
  ],
])("does not simulate %j", (spec, words) => {
  expect(() => create(spec)).toThrow(words);
});
