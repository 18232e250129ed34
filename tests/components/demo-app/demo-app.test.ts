import { describe, expect, it } from "vitest";
import { DEMO_APPS, DemoApp, type DemoAppArgs } from "../../../components/demo-app/index.ts";
import { refusalOf, runProgram, summary, valueOf } from "../../support/pulumi-program.ts";

const page = {
  type: "colour-page",
  heading: "Cluster 1",
  colour: "lightblue",
  cluster: "cluster-1",
} as const;
const labels = { "app.kubernetes.io/name": "app-2048" };

async function app(overrides: Partial<DemoAppArgs> = {}) {
  const args: DemoAppArgs = { content: page, namespace: "game-2048", labels, ...overrides };
  const run = await runProgram(() => new DemoApp("deployment-2048", args));
  const deployment = run.resource("deployment-2048-deployment").inputs as {
    readonly metadata: object;
    readonly spec: { readonly template: { readonly spec: PodSpec } };
  };
  return { ...run, deployment, pod: deployment.spec.template.spec };
}

interface PodSpec {
  readonly containers: readonly [Readonly<Record<string, unknown>>];
  readonly terminationGracePeriodSeconds: number;
  readonly volumes?: readonly { readonly configMap?: { readonly name: string } }[];
}

describe("DemoApp", () => {
  it("makes the page's ConfigMap, a disruption budget and a Deployment", async () => {
    const { resources, result } = await app();
    expect(resources.map(summary).toSorted()).toEqual([
      "kubernetes:apps/v1:Deployment deployment-2048-deployment after deployment-2048-page",
      "kubernetes:core/v1:ConfigMap deployment-2048-page",
      "kubernetes:policy/v1:PodDisruptionBudget deployment-2048-disruption-budget",
      "multicluster-ingress:index:DemoApp deployment-2048",
    ]);
    expect(await valueOf(result.deploymentName)).toBe("deployment-2048");
    expect(await valueOf(result.ready.urn)).toContain("::deployment-2048-deployment");
  });

  it("leaves the wait to a rollout behind a binding", async () => {
    const { resources, deployment, result } = await app({ targetGroupBinding: "service-2048" });
    expect(resources.map(summary)).toContain("multicluster-ingress:index:Rollout deployment-2048-rollout");
    expect(deployment.metadata).toMatchObject({ annotations: { "pulumi.com/skipAwait": "true" } });
    expect(await valueOf(result.ready.urn)).toContain("::deployment-2048-rollout");
  });

  it("waits for no targets where it has no pods", async () => {
    const { resources, deployment } = await app({ targetGroupBinding: "service-2048", replicas: 0 });
    expect(resources.filter(({ name }) => name.includes("rollout"))).toEqual([]);
    expect(deployment.metadata).toMatchObject({
      annotations: { "pulumi.com/deletionPropagationPolicy": "background" },
    });
  });

  it("serves the coloured page without privileges", async () => {
    const { deployment, resource } = await app();
    const { name } = resource("deployment-2048-page").inputs["metadata"] as { name: string };
    expect(deployment).toMatchObject({
      metadata: { name: "deployment-2048", namespace: "game-2048", labels },
    });
    expect(deployment.spec).toEqual({
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 101, seccompProfile: { type: "RuntimeDefault" } },
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
          volumes: [
            { name: "server", configMap: { name, items: [{ key: "default.conf", path: "default.conf" }] } },
            { name: "page", configMap: { name, items: [{ key: "index.html", path: "index.html" }] } },
            { name: "tmp", emptyDir: {} },
          ],
          containers: [
            {
              name: "app",
              image: DEMO_APPS["colour-page"].image,
              ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
              resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
              readinessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 5 },
              livenessProbe: {
                httpGet: { path: "/healthz", port: "http" },
                initialDelaySeconds: 5,
                periodSeconds: 10,
              },
              lifecycle: { preStop: { sleep: { seconds: 30 } } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [
                { name: "server", mountPath: "/etc/nginx/conf.d", readOnly: true },
                { name: "page", mountPath: "/usr/share/nginx/html", readOnly: true },
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
        },
      },
    });
  });

  it("tells in every answer which cluster and pod it is from", async () => {
    const { resource } = await app();
    const { data } = resource("deployment-2048-page").inputs as { data: Record<string, string> };
    expect(data["default.conf"]).toContain(
      '  add_header X-Cluster "cluster-1" always;\n  add_header X-Pod-IP "$server_addr" always;\n',
    );
    expect(data["default.conf"]).toContain('return 200 "ok\\n";');
    expect(data["index.html"]).toContain("background-color: lightblue");
    expect(data["index.html"]).toContain(">Cluster 1</h1>");
  });

  it("escapes the headline", async () => {
    const { resource } = await app({ content: { ...page, heading: '<b> & "c"' } });
    expect(JSON.stringify(resource("deployment-2048-page").inputs)).toContain(
      "&lt;b&gt; &amp; &quot;c&quot;",
    );
  });

  it("rolls the pods over to another page, by another name of the ConfigMap", async () => {
    const names: (string | undefined)[] = [];
    for (const colour of ["lightblue", "lightblue", "lightgreen"]) {
      const { pod } = await app({ content: { ...page, colour } });
      names.push(pod.volumes?.[0]?.configMap?.name);
    }
    const [blue, again, green] = names;
    expect(blue).toMatch(/^deployment-2048-[0-9a-f]{10}$/);
    expect(again).toBe(blue);
    expect(green).not.toBe(blue);
  });

  it("runs the game with no more than its server needs as root", async () => {
    const { resources, pod } = await app({ content: { type: "game-2048" } });
    expect(resources.filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")).toEqual([]);
    expect(pod).not.toHaveProperty("volumes");
    expect(pod.containers[0]).toMatchObject({
      image: "public.ecr.aws/l6m2t8p7/docker-2048:latest",
      ports: [{ name: "http", containerPort: 80, protocol: "TCP" }],
      readinessProbe: { httpGet: { path: "/", port: "http" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"], add: ["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"] },
      },
    });
  });

  it("gives a pod time to stop being asked and to drain", async () => {
    const slow = await app({ preStopSeconds: 20, drainSeconds: 120 });
    expect(slow.pod.terminationGracePeriodSeconds).toBe(145);
    expect(slow.pod.containers[0]["lifecycle"]).toEqual({ preStop: { sleep: { seconds: 20 } } });
    const abrupt = await app({ preStopSeconds: 0, drainSeconds: 0 });
    expect(abrupt.pod.terminationGracePeriodSeconds).toBe(5);
    expect(abrupt.pod.containers[0]).not.toHaveProperty("lifecycle");
  });

  it("takes another image, count, size and budget, and a name for its label", async () => {
    const { labels: _, ...unlabelled } = { content: page, namespace: "game-2048", labels };
    const { resource } = await runProgram(
      () =>
        new DemoApp("app", {
          ...unlabelled,
          image: "registry.example.com/nginx-unprivileged:1",
          replicas: 5,
          resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } },
          podDisruptionBudget: { minAvailable: 3 },
        }),
    );
    expect(resource("app-deployment").inputs).toMatchObject({
      spec: {
        replicas: 5,
        selector: { matchLabels: { "app.kubernetes.io/name": "app" } },
        template: {
          spec: {
            containers: [
              {
                image: "registry.example.com/nginx-unprivileged:1",
                resources: { requests: { cpu: "1", memory: "1Gi" } },
              },
            ],
          },
        },
      },
    });
    expect(resource("app-disruption-budget").inputs).toMatchObject({
      metadata: { name: "app", namespace: "game-2048" },
      spec: { minAvailable: 3, selector: { matchLabels: { "app.kubernetes.io/name": "app" } } },
    });
  });

  it("lets the caller change each child", async () => {
    const { resource } = await app({
      transform: {
        configMap: (configMap) => ({
          ...configMap,
          metadata: { ...configMap.metadata, annotations: { a: "1" } },
        }),
        deployment: (deployment) => ({
          ...deployment,
          metadata: { ...deployment.metadata, annotations: { b: "2" } },
        }),
        podDisruptionBudget: (budget) => ({ ...budget, spec: { ...budget.spec, maxUnavailable: 2 } }),
      },
    });
    expect(resource("deployment-2048-page").inputs).toMatchObject({ metadata: { annotations: { a: "1" } } });
    expect(resource("deployment-2048-deployment").inputs).toMatchObject({
      metadata: { name: "deployment-2048", annotations: { b: "2" } },
    });
    expect(resource("deployment-2048-disruption-budget").inputs).toMatchObject({
      spec: { maxUnavailable: 2 },
    });
  });

  it("refuses wrong args, all at once and before it registers anything", async () => {
    const message = await refusalOf(
      () =>
        new DemoApp("Deployment", {
          content: { type: "colour-page", heading: "", colour: "red; }", cluster: 'x" always;' },
          namespace: "game-2048",
          labels: {},
          replicas: 1.5,
          preStopSeconds: 301,
          drainSeconds: -1,
          podDisruptionBudget: { minAvailable: -1 },
          serviceSelector: { app: "shop" },
        }),
    );
    expect(message).toBe(`DemoApp "Deployment" has 10 problems:
  - deploymentName is "Deployment"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end
  - labels is empty; give at least one label
  - serviceSelector is {"app":"shop"}, by which the Service finds none of the pods, whose labels are {}; give the pods the labels of the selector
  - preStopSeconds is 301; use a whole number from 0 to 300
  - drainSeconds is -1; use a whole number from 0 to 3600
  - podDisruptionBudget.minAvailable is -1; use a whole number or a percentage such as "50%"
  - replicas is 1.5; use a whole number from 0 to 1000
  - content.heading is ""; use 1 to 80 characters on one line
  - content.colour is "red; }"; use a CSS colour keyword or #rrggbb
  - content.cluster is "x\\" always;"; use 1 to 100 letters, digits, dots, hyphens and underscores`);
  });

  it("refuses an image and resources that no pod could have", async () => {
    const message = await refusalOf(
      () =>
        new DemoApp("app", {
          content: { type: "game-2048" },
          namespace: "game-2048",
          image: "My Image",
          resources: { requests: { cpu: "1.5", memory: "1Gi" }, limits: { cpu: "500m", memory: "64Mi" } },
        }),
    );
    expect(message).toBe(`DemoApp "app" has 3 problems:
  - image is "My Image"; use the name of an image such as registry.example.com/nginx:1.31
  - resources.requests.cpu is 1.5, more than the limit 500m; lower it or raise the limit
  - resources.requests.memory is 1Gi, more than the limit 64Mi; lower it or raise the limit`);
  });

  it.each([
    [{ requests: { cpu: "1", memory: "1024Ki" }, limits: { cpu: "1000m", memory: "1Mi" } }, []],
    [{ requests: { cpu: "50m", memory: "64M" }, limits: { memory: "64Mi" } }, []],
    [
      { requests: { cpu: "some", memory: "" }, limits: { cpu: "-1", memory: "64 MB" } },
      [
        'resources.requests.cpu is "some"; use cores such as 250m or 1',
        'resources.limits.cpu is "-1"; use cores such as 250m or 1',
        'resources.requests.memory is ""; use bytes such as 64Mi or 1Gi',
        'resources.limits.memory is "64 MB"; use bytes such as 64Mi or 1Gi',
      ],
    ],
  ])("compares the resources %j", (resources, problems) => {
    const args = { content: { type: "game-2048" }, namespace: "game-2048", resources } as const;
    expect(DemoApp.problems("app", args).map(({ path, reason }) => `${path} ${reason}`)).toEqual(problems);
  });
});
