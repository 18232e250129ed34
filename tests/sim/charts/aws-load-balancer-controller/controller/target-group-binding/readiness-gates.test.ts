import { beforeEach, describe, expect, it } from "vitest";
import type { TargetHealth } from "../../../../../../sim/aws/elbv2/shapes.ts";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import { BINDING, binding, namespace, service } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

const GATE = "target-health.elbv2.k8s.aws/app";

let world: World;
let cluster: TestCluster;
let health: TargetHealth;

/** A pod that was made after the binding, in a namespace whose pods are to wait for their targets. */
beforeEach(() => {
  world = new World({ edge: { "edge-shared": 1 } });
  health = { State: "healthy" };
  elbv2State(world.cloud).probe = { kind: "instant", health: () => health };
  cluster = world.cluster(PRIMARY);
  const [targetGroup] = elbv2State(world.cloud).targetGroups.values();
  cluster.api.create(namespace({ "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" }));
  cluster.api.create(service());
  cluster.api.create(binding(targetGroup!.arn));
  world.cloud.clock.advance(1000);
});

function addPod(): void {
  cluster.workload.scaleTo(1);
  world.cloud.clock.advance(1000);
}

function gate(): object | undefined {
  const { status } = cluster.api.get("v1/Pod", NAMESPACE, "p10");
  const found = status.conditions?.find(({ type }) => type === GATE);
  if (found === undefined) return undefined;
  const { lastTransitionTime: _time, ...condition } = found;
  return condition;
}

describe("the readiness gate of a pod", () => {
  it("is closed while its target is registering, and opens when AWS calls the target healthy", () => {
    health = {
      State: "initial",
      Reason: "Elb.InitialHealthChecking",
      Description: "Initial health checks in progress",
    };
    addPod();
    expect(gate()).toEqual({
      type: GATE,
      status: "False",
      reason: "Elb.InitialHealthChecking",
      message: "Initial health checks in progress",
    });
    health = { State: "healthy" };
    world.cloud.clock.advance(13_999);
    expect(gate()).toMatchObject({ status: "False" });
    world.cloud.clock.advance(1);
    expect(gate()).toEqual({ type: GATE, status: "True" });
  });

  it("opens when the binding goes", () => {
    health = { State: "unhealthy", Reason: "Target.Timeout", Description: "Request timed out" };
    addPod();
    cluster.api.delete(BINDING, NAMESPACE, "app");
    world.cloud.clock.advance(1000);
    expect(gate()).toEqual({ type: GATE, status: "True", message: "Target Group Binding is deleted" });
  });

  it("is not there in namespaces without the label", () => {
    cluster.api.patch("v1/Namespace", undefined, NAMESPACE, {
      metadata: { labels: { "elbv2.k8s.aws/pod-readiness-gate-inject": null } },
    });
    addPod();
    expect(gate()).toBeUndefined();
    expect(cluster.api.get("v1/Pod", NAMESPACE, "p10")["spec"].readinessGates).toBeUndefined();
  });
});

it("takes the place of a gate of the controller's first version", () => {
  const created = cluster.api.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "old", namespace: NAMESPACE, labels: { app: "app" } },
    spec: {
      containers: [{ name: "app", image: "app" }],
      readinessGates: [
        { conditionType: "target-health.alb.ingress.k8s.aws/app" },
        { conditionType: "example.com/warm" },
      ],
    },
  });
  expect(created).toHaveProperty("spec.readinessGates", [
    { conditionType: "example.com/warm" },
    { conditionType: GATE },
  ]);
});
