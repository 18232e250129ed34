import * as kubernetes from "@pulumi/kubernetes";
import { describe, expect, it } from "vitest";
import { LEFT_TO_ROLLOUT, Rollout } from "../../../components/rollout/index.ts";
import { refusalOf, runProgram, summary } from "../../support/pulumi-program.ts";

async function rollout(replicas = 2) {
  return runProgram(() => {
    const deployment = new kubernetes.apps.v1.Deployment("app", {
      metadata: { name: "deployment-2048", namespace: "game-2048", annotations: LEFT_TO_ROLLOUT },
      spec: { replicas, selector: {}, template: {} },
    });
    return new Rollout("rollout", { deployment, targetGroupBinding: "service-2048" });
  });
}

/** What the rollout of a Deployment with so many replicas notes on it. */
async function note(replicas: number): Promise<string | undefined> {
  const { resource } = await rollout(replicas);
  const metadata = resource("rollout-pods").inputs["metadata"] as { annotations: Record<string, string> };
  return metadata.annotations["multicluster-ingress/rollout"];
}

describe("Rollout", () => {
  it("waits for the pods and for the binding, once the Deployment is there", async () => {
    const { resources } = await rollout();
    expect(resources.map(summary).toSorted()).toEqual([
      "kubernetes:apps/v1:Deployment app",
      "kubernetes:apps/v1:DeploymentPatch rollout-pods after app",
      "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch rollout-targets after app",
      "multicluster-ingress:index:Rollout rollout",
    ]);
  });

  it("waits until the controller is done with a binding that has targets, and leaves the binding as it is", async () => {
    const { resource } = await rollout();
    expect(resource("rollout-targets")).toMatchObject({
      inputs: {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: { name: "service-2048", namespace: "game-2048" },
      },
      ignoreChanges: ["metadata.annotations"],
      retainOnDelete: true,
    });
    const { annotations } = resource("rollout-targets").inputs["metadata"] as { annotations: object };
    expect(annotations).toEqual({
      "pulumi.com/waitFor": JSON.stringify([
        "jsonpath={.status.observedGeneration}",
        "jsonpath={$[?@.annotations['elbv2.k8s.aws/checkpoint'] && !match(@.annotations['elbv2.k8s.aws/checkpoint'], '(47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU/.*)?')]}",
      ]),
      "pulumi.com/patchForce": "true",
    });
  });

  it("waits for each of several bindings", async () => {
    const { resources, resource } = await runProgram(() => {
      const deployment = new kubernetes.apps.v1.Deployment("app", {
        metadata: { name: "web", namespace: "shop", annotations: LEFT_TO_ROLLOUT },
        spec: { selector: {}, template: {} },
      });
      return new Rollout("rollout", { deployment, targetGroupBinding: ["service-web", "service-web-own"] });
    });
    expect(resources.map(({ name }) => name).toSorted()).toEqual([
      "app",
      "rollout",
      "rollout-pods",
      "rollout-targets",
      "rollout-targets-1",
    ]);
    expect(resource("rollout-targets").inputs).toMatchObject({ metadata: { name: "service-web" } });
    expect(resource("rollout-targets-1").inputs).toMatchObject({ metadata: { name: "service-web-own" } });
  });

  it.each([
    ["Service", 'targetGroupBinding is "Service"'],
    [["service-web", "Own"], 'targetGroupBinding[1] is "Own"'],
    [[], "targetGroupBinding is empty; name at least one"],
  ])("refuses the binding %j", async (targetGroupBinding, expected) => {
    const message = await refusalOf(
      () => new Rollout("rollout", { deployment: {} as kubernetes.apps.v1.Deployment, targetGroupBinding }),
    );
    expect(message).toContain(`Rollout "rollout": ${expected}`);
  });

  it("leaves the wait for pods to Pulumi's own for Deployments", async () => {
    const { resource } = await rollout();
    expect(resource("app").inputs).toMatchObject({
      metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
    });
    expect(resource("rollout-pods")).toMatchObject({
      inputs: {
        metadata: {
          name: "deployment-2048",
          namespace: "game-2048",
          annotations: { "multicluster-ingress/rollout": expect.stringMatching(/^[0-9a-f]{16}$/) as unknown },
        },
      },
      retainOnDelete: true,
    });
  });

  it("waits anew after each change of the Deployment, and only then", async () => {
    const before = await note(2);
    expect(await note(2)).toBe(before);
    expect(await note(3)).not.toBe(before);
  });
});

describe("a Rollout that knows the Service's selector", () => {
  const labels = { app: "shop", tier: "web" };
  const make = (serviceSelector: Record<string, string>) =>
    runProgram(() => {
      const deployment = new kubernetes.apps.v1.Deployment("app", {
        metadata: { name: "shop", namespace: "shop", annotations: LEFT_TO_ROLLOUT },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } },
      });
      return new Rollout("rollout", { deployment, targetGroupBinding: "shop", serviceSelector });
    });

  it("waits for pods that it finds", async () => {
    const { resources } = await make({ app: "shop" });
    expect(resources.map(({ name }) => name)).toContain("rollout-pods");
  });
});

it("refuses a binding whose name Kubernetes would not take", async () => {
  const refusal = refusalOf(() => {
    const deployment = {} as kubernetes.apps.v1.Deployment;
    return new Rollout("rollout", { deployment, targetGroupBinding: "Service 2048" });
  });
  expect(await refusal).toBe(
    'Rollout "rollout": targetGroupBinding is "Service 2048"; use 1 to 253 lower-case letters, digits, hyphens and dots, ' +
      "the first and the last a letter or digit",
  );
});
