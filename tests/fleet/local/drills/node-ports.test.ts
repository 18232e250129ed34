import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("node-port-closed", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("node-port-closed");
  });

  it("gives no answer to the internet, and answers pods", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "cluster1 has a Service with node port 30001
        curl from 203.0.113.7 to a node with 0 pods of the app
          curl: (28) Failed to connect to <address> port 30001: Connection timed out
        curl from 203.0.113.7 to a node with 1 pod of the app
          curl: (28) Failed to connect to <address> port 30001: Connection timed out
        curl from 203.0.113.7 to a node with 1 pod of the app
          curl: (28) Failed to connect to <address> port 30001: Connection timed out
        curl from a pod to a node with 0 pods of the app
          HTTP 200; the pod sees the node
        curl from a pod to a node with 1 pod of the app
          HTTP 200; the pod sees the node
        curl from a pod to a node with 1 pod of the app
          HTTP 200; the pod sees the node"
    `);
  });

  it("answers those who are named", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "nodePortSources has 203.0.113.0/24
        curl from 203.0.113.7 to a node with 0 pods of the app
          HTTP 200; the pod sees the node
        curl from 203.0.113.7 to a node with 1 pod of the app
          HTTP 200; the pod sees the node
        curl from 203.0.113.7 to a node with 1 pod of the app
          HTTP 200; the pod sees the node"
    `);
  });
});

describe("traffic-policy-local", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("traffic-policy-local");
  });

  it("is silent on a node without a pod, also to the load balancer", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "cluster1 has externalTrafficPolicy Local
        curl from 203.0.113.7 to a node with 0 pods of the app
          curl: (28) Failed to connect to <address> port 30001: Connection timed out
        curl from 203.0.113.7 to a node with 1 pod of the app
          HTTP 200; the pod sees 203.0.113.7
        curl from 203.0.113.7 to a node with 1 pod of the app
          HTTP 200; the pod sees 203.0.113.7
        target group, targets of cluster myeks
          2 healthy (instance-1:30001, instance-2:30001)
        target group, targets of cluster myeks
          1 unhealthy, Target.Timeout: Request timed out (instance-3:30001)"
    `);
  });

  it("answers from every node with Cluster", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "externalTrafficPolicy is Cluster
        curl from 203.0.113.7 to a node with 0 pods of the app
          HTTP 200; the pod sees the node
        curl from 203.0.113.7 to a node with 1 pod of the app
          HTTP 200; the pod sees the node
        curl from 203.0.113.7 to a node with 1 pod of the app
          HTTP 200; the pod sees the node
        target group, targets of cluster myeks
          3 healthy (instance-1:30001, instance-2:30001, instance-3:30001)"
    `);
  });
});
