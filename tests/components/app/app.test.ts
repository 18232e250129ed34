import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { App, type AppArgs } from "../../../components/index.ts";
import { runProgram, summary, valueOf } from "../../support/pulumi-program.ts";

const ROLE = "arn:aws:iam::111122223333:role/shop-role";

const labels = { "app.kubernetes.io/name": "app-shop" };

const shop: AppArgs = {
  image: "registry.example.com/shop:1.4.2",
  port: 8080,
  namespace: "shops",
  deploymentName: "shop",
  labels,
};

async function app(overrides: Partial<AppArgs> = {}) {
  const run = await runProgram(() => new App("shop", { ...shop, ...overrides }), {
    outputs: ({ type }) => (type === "aws:iam/role:Role" ? { name: "shop-role", arn: ROLE } : {}),
  });
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
  readonly securityContext: object;
  readonly containers: readonly [Readonly<Record<string, unknown>>];
  readonly volumes?: readonly unknown[];
}

async function podOf(overrides: Partial<AppArgs>) {
  const { deployment } = await app(overrides);
  return deployment().spec.template.spec;
}

async function containerOf(overrides: Partial<AppArgs>) {
  return (await podOf(overrides)).containers[0];
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

  it("takes variables from the pod, ConfigMaps and Secrets", async () => {
    const container = await containerOf({
      env: {
        POD_IP: { fieldRef: "status.podIP" },
        CURRENCY: { configMap: "settings", key: "currency" },
        TOKEN: { secret: "tokens", key: "shop", optional: true },
      },
      envFrom: [
        { configMap: "settings", prefix: "SHOP_" },
        { secret: "more", optional: true },
      ],
    });
    expect(container).toMatchObject({
      env: [
        { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "CURRENCY", valueFrom: { configMapKeyRef: { name: "settings", key: "currency" } } },
        { name: "TOKEN", valueFrom: { secretKeyRef: { name: "tokens", key: "shop", optional: true } } },
      ],
      envFrom: [
        { prefix: "SHOP_", configMapRef: { name: "settings" } },
        { secretRef: { name: "more", optional: true } },
      ],
    });
  });

  it("shows files of ConfigMaps, Secrets and texts, those with a secret in a Secret", async () => {
    const { resource, shown, deployment } = await app({
      files: [
        { path: "/etc/shop", content: { "shop.conf": "currency = EUR" } },
        { path: "/etc/keys", content: { key: pulumi.secret("hidden"), note: "known" }, mode: "0400" },
        { path: "/etc/given", configMap: "settings", items: { currency: "money/currency" } },
        { path: "/app/tls.crt", secret: "tls", subPath: "tls.crt" },
      ],
      writablePaths: [],
    });
    const nameOf = (child: string) => (resource(child).inputs["metadata"] as { name: string }).name;
    expect(resource("shop-files-0").inputs).toMatchObject({
      kind: "ConfigMap",
      immutable: true,
      data: { "shop.conf": "currency = EUR" },
    });
    expect(nameOf("shop-files-0")).toMatch(/^shop-files-0-[0-9a-f]{10}$/);
    expect(shown("shop-files-1")).toMatchObject({ kind: "Secret", immutable: true, stringData: "[secret]" });
    const { volumes, containers } = deployment().spec.template.spec;
    expect(volumes).toEqual([
      { name: "files-0", configMap: { name: nameOf("shop-files-0") } },
      { name: "files-1", secret: { secretName: nameOf("shop-files-1"), defaultMode: 0o400 } },
      {
        name: "files-2",
        configMap: { name: "settings", items: [{ key: "currency", path: "money/currency" }] },
      },
      { name: "files-3", secret: { secretName: "tls" } },
    ]);
    expect(containers[0]["volumeMounts"]).toEqual([
      { name: "files-0", mountPath: "/etc/shop", readOnly: true },
      { name: "files-1", mountPath: "/etc/keys", readOnly: true },
      { name: "files-2", mountPath: "/etc/given", readOnly: true },
      { name: "files-3", mountPath: "/app/tls.crt", readOnly: true, subPath: "tls.crt" },
    ]);
  });

  it("asks for what the load balancer asks for, unless a probe says something else", async () => {
    const container = await containerOf({
      healthCheck: { path: "/healthz", port: 9000, protocol: "HTTPS" },
      probes: {
        startup: { command: ["ready"], failureThreshold: 5 },
        readiness: { path: "/ready" },
        liveness: false,
      },
    });
    expect(container["startupProbe"]).toEqual({
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 5,
      exec: { command: ["ready"] },
    });
    expect(container["readinessProbe"]).toEqual({
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
      httpGet: { path: "/ready", port: 9000, scheme: "HTTPS" },
    });
    expect(container).not.toHaveProperty("livenessProbe");
  });

  it.each([
    [{ protocol: "TCP" }, { tcpSocket: { port: "http" } }],
    [{ protocol: "TCP", port: 9000 }, { tcpSocket: { port: 9000 } }],
    [{ protocol: "GRPC" }, { grpc: { port: 8080 } }],
    [{ protocol: "HTTP", port: 9000 }, { httpGet: { path: "/", port: 9000 } }],
  ] as const)("can ask by %j", async (readiness, expected) => {
    const { periodSeconds, timeoutSeconds, failureThreshold, ...way } = (
      await containerOf({ probes: { readiness } })
    )["readinessProbe"] as Record<string, unknown>;
    expect([way, periodSeconds, timeoutSeconds, failureThreshold]).toEqual([expected, 5, 5, 3]);
  });

  it("is given the rights that it needs", async () => {
    const { securityContext, volumes, containers } = await podOf({
      security: {
        allowRoot: true,
        runAsUser: 0,
        runAsGroup: 1,
        fsGroup: 2,
        writableRootFilesystem: true,
        addCapabilities: ["CHOWN"],
        allowPrivilegeEscalation: true,
        unconfinedSystemCalls: true,
      },
      writablePaths: ["/var/cache", "/run"],
    });
    expect(securityContext).toEqual({
      runAsNonRoot: false,
      runAsUser: 0,
      runAsGroup: 1,
      fsGroup: 2,
      seccompProfile: { type: "Unconfined" },
    });
    expect(volumes).toEqual([
      { name: "writable-0", emptyDir: {} },
      { name: "writable-1", emptyDir: {} },
    ]);
    expect(containers[0]).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: true,
        capabilities: { drop: ["ALL"], add: ["CHOWN"] },
        readOnlyRootFilesystem: false,
      },
      volumeMounts: [
        { name: "writable-0", mountPath: "/var/cache" },
        { name: "writable-1", mountPath: "/run" },
      ],
    });
  });

  it("takes another program, registry, place and pace", async () => {
    const pod = await podOf({
      imagePullPolicy: "Always",
      imagePullSecrets: ["registry"],
      command: ["/shop"],
      args: ["--verbose"],
      resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
      nodeSelector: { "kubernetes.io/arch": "arm64" },
      tolerations: [{ key: "dedicated", value: "web", effect: "NoSchedule" }],
      priorityClassName: "high",
      preStopSeconds: 20,
      drainSeconds: 120,
    });
    expect(pod).toMatchObject({
      imagePullSecrets: [{ name: "registry" }],
      nodeSelector: { "kubernetes.io/arch": "arm64" },
      tolerations: [{ key: "dedicated", value: "web", effect: "NoSchedule" }],
      priorityClassName: "high",
      terminationGracePeriodSeconds: 145,
    });
    expect(pod.containers[0]).toMatchObject({
      imagePullPolicy: "Always",
      command: ["/shop"],
      args: ["--verbose"],
      resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
      lifecycle: { preStop: { sleep: { seconds: 20 } } },
    });
  });

  it("waits for each binding that registers its pods", async () => {
    const { resources, deployment, result } = await app({
      targetGroupBinding: ["service-shop", "service-shop-own"],
      serviceSelector: labels,
    });
    const waits = resources.filter(({ name }) => name.startsWith("shop-rollout-")).map(({ name }) => name);
    expect(waits.toSorted()).toEqual(["shop-rollout-pods", "shop-rollout-targets", "shop-rollout-targets-1"]);
    expect(deployment().metadata).toMatchObject({ annotations: { "pulumi.com/skipAwait": "true" } });
    expect(await valueOf(result.ready.urn)).toContain("::shop-rollout");
  });

  it.each([{ replicas: 0 }, { replicas: 0, autoscaling: { maxReplicas: 10 } }])(
    "has no Deployment with %j, and waits for nothing",
    async (pods) => {
      const { resources, result } = await app({ ...pods, targetGroupBinding: "service-shop" });
      expect(resources.map(({ name }) => name).toSorted()).toEqual([
        "shop",
        "shop-disruption-budget",
        "shop-service-account",
      ]);
      expect(await valueOf(result.deploymentName)).toBe("shop");
    },
  );
});

describe("the autoscaler of an App", () => {
  it("is Kubernetes' own, and the Deployment leaves the number of pods to it", async () => {
    const { resource, deployment } = await app({ autoscaling: { minReplicas: 3, maxReplicas: 10 } });
    expect(resource("shop-autoscaler").inputs).toEqual({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "shop", namespace: "shops" },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
        minReplicas: 3,
        maxReplicas: 10,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
          },
        ],
        behavior: {
          scaleDown: {
            stabilizationWindowSeconds: 300,
            policies: [
              { type: "Percent", value: 10, periodSeconds: 60 },
              { type: "Pods", value: 1, periodSeconds: 60 },
            ],
            selectPolicy: "Max",
          },
          scaleUp: {
            stabilizationWindowSeconds: 0,
            policies: [
              { type: "Percent", value: 100, periodSeconds: 15 },
              { type: "Pods", value: 4, periodSeconds: 15 },
            ],
            selectPolicy: "Max",
          },
        },
      },
    });
    expect(resource("shop-deployment").ignoreChanges).toEqual(["spec.replicas"]);
    expect(deployment().spec.replicas).toBe(3);
    expect(deployment().metadata).toMatchObject({
      annotations: { "multicluster-ingress/replicas": "left to the autoscaler" },
    });
  });

  it("goes by memory alone, or by both, as fast as it is told", async () => {
    const { resource } = await app({
      autoscaling: {
        maxReplicas: 10,
        memoryUtilization: 80,
        scaleDown: { maxPods: 0, maxPercent: 0 },
        scaleUp: { maxPods: 0, maxPercent: 50, periodSeconds: 30 },
      },
    });
    const resourceMetric = (name: string, averageUtilization: number) => ({
      type: "Resource",
      resource: { name, target: { type: "Utilization", averageUtilization } },
    });
    const { metrics, behavior } = resource("shop-autoscaler").inputs["spec"] as Record<string, unknown>;
    expect(metrics).toEqual([resourceMetric("memory", 80)]);
    expect(behavior).toEqual({
      scaleDown: {
        stabilizationWindowSeconds: 300,
        policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
        selectPolicy: "Disabled",
      },
      scaleUp: {
        stabilizationWindowSeconds: 0,
        policies: [{ type: "Percent", value: 50, periodSeconds: 30 }],
        selectPolicy: "Max",
      },
    });
    const both = await app({
      autoscaling: { maxReplicas: 10, cpuUtilization: 60, memoryUtilization: 80 },
    });
    expect(both.resource("shop-autoscaler").inputs).toMatchObject({
      spec: { metrics: [resourceMetric("cpu", 60), resourceMetric("memory", 80)] },
    });
  });
});

describe("AWS permissions of an App", () => {
  const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123";
  const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
  const orders: aws.iam.PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:::orders" }],
  };
  const trusted = { clusterName: "myeks", policies: { orders } };

  it("are a role that trusts its service account alone, by IRSA", async () => {
    const identity = { type: "irsa", oidcIssuer: `https://${ISSUER}`, oidcProviderArn: PROVIDER } as const;
    const { resource, resources, deployment } = await app({ serviceAccount: { ...trusted, identity } });
    expect(resources.map(summary).filter((line) => line.includes("aws:"))).toEqual([
      "aws:iam/role:Role shop-role",
      "aws:iam/rolePolicy:RolePolicy shop-role-inline-orders after shop-role",
    ]);
    expect(resource("shop-role-inline-orders").inputs).toMatchObject({ name: "orders", policy: orders });
    expect(resource("shop-role").inputs["description"]).toBe("App shop of cluster myeks");
    expect(JSON.parse(String(resource("shop-role").inputs["assumeRolePolicy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AppServiceAccount",
          Effect: "Allow",
          Principal: { Federated: PROVIDER },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: {
              [`${ISSUER}:aud`]: "sts.amazonaws.com",
              [`${ISSUER}:sub`]: "system:serviceaccount:shops:shop",
            },
          },
        },
        {
          Sid: "AppPods",
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-name": "myeks",
              "aws:RequestTag/kubernetes-namespace": "shops",
              "aws:RequestTag/kubernetes-service-account": "shop",
            },
          },
        },
      ],
    });
    const { volumes, containers } = deployment().spec.template.spec;
    expect(volumes).toContainEqual(expect.objectContaining({ name: "aws-iam-token" }));
    expect(containers[0]).toMatchObject({
      env: [{ name: "AWS_ROLE_ARN", value: ROLE }, { name: "AWS_WEB_IDENTITY_TOKEN_FILE" }],
    });
    expect(resource("shop-deployment").dependencies).toContain("shop-role-inline-orders");
  });

  it("come by an association of Pod Identity, before the first pod", async () => {
    const { resource, deployment } = await app({
      serviceAccount: {
        ...trusted,
        name: "seller",
        managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
        identity: { type: "pod-identity" },
        tags: { team: "shop" },
      },
    });
    expect(resource("shop-pod-identity")).toMatchObject({
      inputs: {
        clusterName: "myeks",
        namespace: "shops",
        serviceAccount: "seller",
        tags: { team: "shop" },
      },
      dependencies: ["shop-role", "shop-role-inline-orders", "shop-role-policy"],
    });
    expect(resource("shop-service-account").inputs).toEqual({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "seller", namespace: "shops", labels },
      automountServiceAccountToken: false,
    });
    expect(deployment().spec.template.spec.containers[0]).not.toHaveProperty("env");
    expect(resource("shop-deployment").dependencies).toContain("shop-pod-identity");
  });

  it("are none for a service account of somebody else", async () => {
    const { resources, deployment } = await app({
      serviceAccount: { name: "given", create: false, automountToken: true },
    });
    expect(resources.map(({ name }) => name)).not.toContain("shop-service-account");
    expect(deployment().spec.template.spec).toMatchObject({
      serviceAccountName: "given",
      automountServiceAccountToken: true,
    });
  });
});
