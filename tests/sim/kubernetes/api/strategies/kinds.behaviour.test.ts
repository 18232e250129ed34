import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../../../sim/core/clock.ts";
import { Ids } from "../../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../../sim/kubernetes/api-server.ts";
import type { Deployment, Pod } from "../../../../../sim/kubernetes/objects.ts";
import type { KubeObject, Manifest } from "../../../../../sim/kubernetes/types.ts";
import { deployment, pod } from "../../fixture.ts";

let api: ApiServer;

beforeEach(() => {
  api = new ApiServer({ clock: new Clock(0), ids: new Ids("test") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
});

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
}

function object(apiVersion: string, kind: string, fields: object): Manifest {
  return { apiVersion, kind, metadata: { name: "app", namespace: "game" }, ...fields };
}

describe("a Deployment", () => {
  it("gets the API server's defaults", () => {
    const { spec } = api.create(
      deployment("app", {
        container: { readinessProbe: { httpGet: { port: 80 } }, ports: [{ containerPort: 80 }] },
      }),
    );
    expect(spec).toMatchObject({
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      template: {
        spec: {
          restartPolicy: "Always",
          dnsPolicy: "ClusterFirst",
          schedulerName: "default-scheduler",
          terminationGracePeriodSeconds: 30,
          securityContext: {},
          containers: [
            {
              imagePullPolicy: "Always",
              terminationMessagePath: "/dev/termination-log",
              terminationMessagePolicy: "File",
              resources: {},
              ports: [{ containerPort: 80, protocol: "TCP" }],
              readinessProbe: {
                httpGet: { path: "/", port: 80, scheme: "HTTP" },
                timeoutSeconds: 1,
                periodSeconds: 10,
                successThreshold: 1,
                failureThreshold: 3,
              },
            },
          ],
        },
      },
    });
  });

  it.each([
    ["nginx", "Always"],
    ["nginx:latest", "Always"],
    ["nginx:1.29", "IfNotPresent"],
    ["registry:5000/nginx", "Always"],
    ["nginx@sha256:0123", "IfNotPresent"],
  ])("pulls the image %s by the policy %s", (image, policy) => {
    const { spec } = api.create(deployment("app", { image })) as Deployment;
    expect(spec.template.spec.containers[0]?.imagePullPolicy).toBe(policy);
  });

  it("keeps its selector", () => {
    const before = api.create(deployment("app"));
    const changed = deployment("app", {
      spec: { selector: { matchLabels: { app: "app", tier: "web" } } },
    }) as Deployment;
    const labels = { app: "app", tier: "web" };
    const spec = { ...changed.spec, template: { ...changed.spec.template, metadata: { labels } } };
    expect(refusal(() => api.update({ ...before, spec } as KubeObject))).toBe(
      'Deployment.apps "app" is invalid: spec.selector: Invalid value: ' +
        '{"matchLabels":{"app":"app","tier":"web"}}: field is immutable',
    );
  });

  it.each([
    [
      { spec: { selector: { matchLabels: { app: "b" } } } },
      'spec.template.metadata.labels: Invalid value: {"app":"app"}: `selector` does not match template `labels`',
    ],
    [{ replicas: -1 }, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
    [{ pod: { containers: [] } }, "spec.template.spec.containers: Required value"],
    [{ image: "" }, "spec.template.spec.containers[0].image: Required value"],
    [
      { pod: { restartPolicy: "Never" } },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      { container: { volumeMounts: [{ name: "html", mountPath: "/html" }] } },
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "html"',
    ],
    [
      { container: { ports: [{ containerPort: 0 }] } },
      "spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 0: must be between 1 and 65535, inclusive",
    ],
    [
      { container: { readinessProbe: { periodSeconds: 5 } } },
      "spec.template.spec.containers[0].readinessProbe: Required value: must specify a handler type",
    ],
    [
      { container: { livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } } },
      "spec.template.spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1",
    ],
    [
      { pod: { terminationGracePeriodSeconds: -1 } },
      "spec.template.spec.terminationGracePeriodSeconds: Invalid value: -1: must be greater than or equal to 0",
    ],
    [
      { image: " nginx" },
      'spec.template.spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace',
    ],
    [
      { container: { ports: [{ containerPort: 80, name: "the-name-is-long" }] } },
      'spec.template.spec.containers[0].ports[0].name: Invalid value: "the-name-is-long": must be no more than 15 characters',
    ],
    [
      {
        pod: { volumes: [{ name: "html", emptyDir: {} }] },
        container: {
          volumeMounts: [
            { name: "html", mountPath: "/html" },
            { name: "html", mountPath: "/html" },
          ],
        },
      },
      'spec.template.spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/html": must be unique',
    ],
    [
      { container: { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: -1 } } },
      "spec.template.spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0",
    ],
    [
      { container: { livenessProbe: { tcpSocket: { port: 80 }, exec: { command: ["true"] } } } },
      "spec.template.spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type",
    ],
    [
      { pod: { topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" }] } },
      "spec.template.spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty",
    ],
    [
      {
        pod: {
          topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "Maybe" }],
        },
      },
      'spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Maybe": supported values: "DoNotSchedule", "ScheduleAnyway"',
    ],
    [
      { container: { resources: { requests: { cpu: "2" }, limits: { cpu: "500m" } } } },
      'spec.template.spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 500m',
    ],
    [
      {
        pod: {
          topologySpreadConstraints: [
            { maxSkew: 0, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" },
          ],
        },
      },
      "spec.template.spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
    ],
  ])("is refused: %j", (options, error) => {
    expect(refusal(() => api.create(deployment("app", options)))).toBe(
      `Deployment.apps "app" is invalid: ${error}`,
    );
  });

  it("is refused with a malformed quantity", () => {
    const container = { resources: { requests: { cpu: "lots" } } };
    expect(refusal(() => api.create(deployment("app", { container })))).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: quantities must match the regular expression ' +
        "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  });
});

describe("a Pod", () => {
  it.each([
    [{}, "BestEffort"],
    [{ requests: { cpu: "1" } }, "Burstable"],
    [{ limits: { cpu: "1", memory: "1Gi" } }, "Guaranteed"],
  ])("with resources %j is of quality %s", (resources, quality) => {
    const created = api.create(pod("one", { container: { resources } }));
    expect(created).toHaveProperty("status.qosClass", quality);
  });

  it("is refused with a restart policy that does not exist", () => {
    expect(refusal(() => api.create(pod("one", { spec: { restartPolicy: "Sometimes" } })))).toBe(
      'Pod "one" is invalid: spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "Never", "OnFailure"',
    );
  });

  it("may change its image and little else", () => {
    const before = api.create(pod("one")) as Pod;
    const image = {
      ...before,
      spec: { ...before.spec, containers: [{ ...before.spec.containers[0]!, image: "b" }] },
    };
    expect(refusal(() => api.update(image))).toBe("accepted");
    expect(refusal(() => api.patch("v1/Pod", "game", "one", { spec: { hostname: "other" } }))).toContain(
      'Pod "one" is invalid: spec: Forbidden: pod updates may not change fields other than ',
    );
  });
});

describe("an Ingress", () => {
  const rule = (path: object) => ({ rules: [{ http: { paths: [path] } }] });
  const backend = { service: { name: "app", port: { number: 80 } } };

  it.each([
    [{}, "spec: Invalid value: {}: either `defaultBackend` or `rules` must be specified"],
    [
      rule({ path: "/", backend }),
      "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified",
    ],
    [
      rule({ path: "/", pathType: "Glob", backend }),
      'spec.rules[0].http.paths[0].pathType: Unsupported value: "Glob": supported values: "Exact", "ImplementationSpecific", "Prefix"',
    ],
    [
      rule({ path: "app", pathType: "Prefix", backend }),
      'spec.rules[0].http.paths[0].path: Invalid value: "app": must be an absolute path',
    ],
    [
      rule({ path: "/", pathType: "Prefix", backend: { service: { name: "app" } } }),
      "spec.rules[0].http.paths[0].backend.service.port: Required value: port name or number is required",
    ],
    [{ rules: [{ http: { paths: [] } }] }, "spec.rules[0].http.paths: Required value"],
    [
      rule({
        path: "/",
        pathType: "Prefix",
        backend: { service: { name: "app", port: { name: "http", number: 80 } } },
      }),
      'spec.rules[0].http.paths[0].backend.service.port: Invalid value: "": cannot set both port name & port number',
    ],
    [
      rule({
        path: "/",
        pathType: "Prefix",
        backend: { service: { name: "app", port: { number: 0 } } },
      }),
      "spec.rules[0].http.paths[0].backend.service.port.number: Invalid value: 0: must be between 1 and 65535, inclusive",
    ],
    [
      {
        defaultBackend: {
          ...backend,
          resource: { apiGroup: "example.com", kind: "Bucket", name: "app" },
        },
      },
      'spec.defaultBackend: Invalid value: "": cannot set both resource and service backends',
    ],
    [
      rule({ path: "/", pathType: "Prefix", backend: {} }),
      "spec.rules[0].http.paths[0].backend: Required value: resource or service backend is required",
    ],
  ])("is refused: %j", (spec, error) => {
    expect(refusal(() => api.create(object("networking.k8s.io/v1", "Ingress", { spec })))).toBe(
      `Ingress.networking.k8s.io "app" is invalid: ${error}`,
    );
  });

  it("names its class once", () => {
    const manifest = object("networking.k8s.io/v1", "Ingress", {
      spec: { ingressClassName: "alb", defaultBackend: backend },
    });
    manifest.metadata.annotations = { "kubernetes.io/ingress.class": "alb" };
    expect(refusal(() => api.create(manifest))).toBe(
      'Ingress.networking.k8s.io "app" is invalid: annotations.kubernetes.io/ingress.class: Invalid value: "alb": ' +
        "can not be set when the class field is also set",
    );
  });
});

describe("fields that stay", () => {
  it.each([
    [
      "the controller of an IngressClass",
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "IngressClass",
        metadata: { name: "alb" },
        spec: { controller: "a.io/b" },
      },
      { spec: { controller: "c.io/d" } },
      'IngressClass.networking.k8s.io "alb" is invalid: spec.controller: Invalid value: "c.io/d": field is immutable',
    ],
    [
      "the type of a Secret",
      object("v1", "Secret", { stringData: { a: "1" } }),
      { type: "kubernetes.io/tls" },
      'Secret "app" is invalid: type: Invalid value: "kubernetes.io/tls": field is immutable',
    ],
    [
      "the data of an immutable ConfigMap",
      object("v1", "ConfigMap", { data: { a: "1" }, immutable: true }),
      { data: { a: "2" } },
      'ConfigMap "app" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    ],
    [
      "the role of a RoleBinding",
      object("rbac.authorization.k8s.io/v1", "RoleBinding", {
        roleRef: { kind: "Role", name: "a", apiGroup: "rbac.authorization.k8s.io" },
      }),
      { roleRef: { name: "b" } },
      'RoleBinding.rbac.authorization.k8s.io "app" is invalid: roleRef: Invalid value: ' +
        '{"kind":"Role","name":"b","apiGroup":"rbac.authorization.k8s.io"}: cannot change roleRef',
    ],
  ])("%s", (_, manifest: Manifest, patch, error) => {
    const { metadata, apiVersion, kind } = api.create(manifest);
    expect(refusal(() => api.patch(`${apiVersion}/${kind}`, metadata.namespace, metadata.name, patch))).toBe(
      error,
    );
  });
});

describe("a Secret", () => {
  it("keeps its values in base64", () => {
    const created = api.create(object("v1", "Secret", { stringData: { token: "s3cret" } }));
    expect([created["type"], created["data"], created["stringData"]]).toEqual([
      "Opaque",
      { token: "czNjcmV0" },
      undefined,
    ]);
  });
});

describe("a ConfigMap", () => {
  it("may not be larger than a mebibyte", () => {
    const data = { big: "x".repeat(1024 * 1024 + 1) };
    expect(refusal(() => api.create(object("v1", "ConfigMap", { data })))).toBe(
      'ConfigMap "app" is invalid: []: Too long: may not be more than 1048576 bytes',
    );
  });

  it("has keys that can be file names", () => {
    expect(refusal(() => api.create(object("v1", "ConfigMap", { data: { "a/b": "" } })))).toContain(
      'ConfigMap "app" is invalid: data[a/b]: Invalid value: "a/b": a valid config key must consist of',
    );
  });
});

describe("a PodDisruptionBudget", () => {
  it.each([
    [
      { minAvailable: 1, maxUnavailable: 1 },
      'spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set',
    ],
    [{ maxUnavailable: -1 }, "spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0"],
    [
      { minAvailable: "half" },
      'spec.minAvailable: Invalid value: "half": a valid percent string must be a numeric string followed by an ending ' +
        "'%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ],
  ])("is refused: %j", (spec, error) => {
    expect(refusal(() => api.create(object("policy/v1", "PodDisruptionBudget", { spec })))).toBe(
      `PodDisruptionBudget.policy "app" is invalid: ${error}`,
    );
  });
});

describe("labels and annotations", () => {
  it.each([
    [
      { labels: { "-app": "a" } },
      'metadata.labels: Invalid value: "-app": name part must consist of alphanumeric characters',
    ],
    [
      { labels: { app: "a b" } },
      'metadata.labels: Invalid value: "a b": a valid label must be an empty string or',
    ],
    [{ labels: { app: "x".repeat(64) } }, "must be no more than 63 bytes"],
    [
      { labels: { "a/b/c": "" } },
      'metadata.labels: Invalid value: "a/b/c": a qualified name must consist of',
    ],
    [
      { annotations: { "/a": "" } },
      'metadata.annotations: Invalid value: "/a": prefix part must be non-empty',
    ],
    [
      { annotations: { a: "x".repeat(256 * 1024) } },
      "metadata.annotations: Too long: may not be more than 262144 bytes",
    ],
    [
      { finalizers: ["not valid"] },
      'metadata.finalizers: Invalid value: "not valid": name part must consist',
    ],
  ])("are checked", (metadata, error) => {
    const manifest = object("v1", "ConfigMap", {});
    Object.assign(manifest.metadata, metadata);
    expect(refusal(() => api.create(manifest))).toContain(error);
  });

  it("names of namespaces have no dots", () => {
    expect(
      refusal(() => api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "a.b" } })),
    ).toBe('Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": must not contain dots');
  });
});
