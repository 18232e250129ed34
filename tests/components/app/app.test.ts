import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { App, type AppArgs } from "../../../components/index.ts";
import { runProgram, summary, valueOf } from "../../support/pulumi-program.ts";

const labels = { "app.kubernetes.io/name": "app-shop" };

const shop: AppArgs = {
  image: "registry.example.com/shop:1.4.2",
  port: 8080,
  namespace: "shops",
  deploymentName: "shop",
  labels,
};

async function app(overrides: Partial<AppArgs> = {}) {
  const run = await runProgram(() => new App("shop", { ...shop, ...overrides }));
  return { ...run, deployment: () => run.resource("shop-deployment").inputs as unknown as Deployment };
}

interface Deployment {
  readonly metadata: object;
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: PodSpec };
  };
}

interface PodSpec {
  readonly containers: readonly [Readonly<Record<string, unknown>>];
  readonly volumes?: readonly unknown[];
}

describe("App", () => {
  it("makes a service account, a disruption budget and a Deployment", async () => {
    const { resources, result } = await app();
    expect(resources.map(summary).toSorted()).toEqual([
      "kubernetes:apps/v1:Deployment shop-deployment after shop-service-account",
      "kubernetes:core/v1:ServiceAccount shop-service-account",
      "kubernetes:policy/v1:PodDisruptionBudget shop-disruption-budget",
      "multicluster-ingress:index:App shop",
    ]);
    expect(await valueOf(result.deploymentName)).toBe("shop");
    expect(await valueOf(result.ready.urn)).toContain("::shop-deployment");
  });

  it("runs a container without any right, that has time to drain and is looked at", async () => {
    const { deployment } = await app();
    const probe = (timing: object) => ({ ...timing, httpGet: { path: "/", port: "http" } });
    expect(deployment()).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "shop",
        namespace: "shops",
        labels,
        annotations: {
          "pulumi.com/patchForce": "true",
          "pulumi.com/deletionPropagationPolicy": "background",
        },
      },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 65,
            topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
              (topologyKey) => ({
                topologyKey,
                maxSkew: 1,
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: labels },
                matchLabelKeys: ["pod-template-hash"],
              }),
            ),
            serviceAccountName: "shop",
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            volumes: [{ name: "writable-0", emptyDir: {} }],
            containers: [
              {
                name: "app",
                image: "registry.example.com/shop:1.4.2",
                ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
                volumeMounts: [{ name: "writable-0", mountPath: "/tmp" }],
                resources: { requests: { cpu: "100m", memory: "128Mi" } },
                startupProbe: probe({ periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 }),
                readinessProbe: probe({ periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 }),
                livenessProbe: probe({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
                lifecycle: { preStop: { sleep: { seconds: 30 } } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                  readOnlyRootFilesystem: true,
                },
              },
            ],
          },
        },
      },
    });
  });

  it("keeps secret variables out of the pods, in a Secret whose name follows from them", async () => {
    const names: unknown[] = [];
    for (const password of ["hunter2", "hunter2", "other"]) {
      const run = await app({ env: { LOG: "info", PASSWORD: pulumi.secret(password) } });
      const { metadata, ...secret } = run.resource("shop-env").inputs as { metadata: { name: string } };
      expect(secret).toMatchObject({ kind: "Secret", immutable: true });
      expect(secret).toHaveProperty("stringData.value", { PASSWORD: password });
      expect(run.shown("shop-env")["stringData"]).toBe("[secret]");
      expect(JSON.stringify(run.shown("shop-deployment"))).not.toContain(password);
      expect(run.deployment().spec.template.spec.containers[0]["env"]).toEqual([
        { name: "LOG", value: "info" },
        { name: "PASSWORD", valueFrom: { secretKeyRef: { name: metadata.name, key: "PASSWORD" } } },
      ]);
      names.push(metadata.name);
    }
    expect(names[0]).toMatch(/^shop-env-[0-9a-f]{10}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
  });
});
