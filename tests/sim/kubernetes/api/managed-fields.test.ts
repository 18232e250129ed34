import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../../sim/core/clock.ts";
import { Ids } from "../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../sim/kubernetes/api-server.ts";
import type { KubeObject, Manifest } from "../../../../sim/kubernetes/types.ts";

let api: ApiServer;
let clock: Clock;

beforeEach(() => {
  clock = new Clock(Date.UTC(2026, 0, 1));
  api = new ApiServer({ clock, ids: new Ids("managed-fields") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } });
});

/** Managed fields as recordings have them, without times. */
function heldIn({ metadata }: KubeObject) {
  return metadata.managedFields?.map(({ manager, operation, fieldsV1 }) => ({
    manager,
    operation,
    fieldsV1,
  }));
}

const lastApplied = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
const lastAppliedFields = {
  "f:annotations": { ".": {}, "f:kubectl.kubernetes.io/last-applied-configuration": {} },
};

/** What kube-apiserver 1.34.4 answered to the same requests. */
describe("as recorded from a real API server", () => {
  const configMap = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a", annotations: lastApplied },
    data: { k: "v", l: "w" },
  };

  it("gives a changed field to whom has changed it, and what is gone to nobody", () => {
    api.as("kubectl-client-side-apply").create(configMap);
    const patched = api
      .as("Python-urllib")
      .patch("v1/ConfigMap", "default", "a", { data: { k: null, m: "n" } });
    expect(heldIn(patched)).toEqual([
      {
        manager: "Python-urllib",
        operation: "Update",
        fieldsV1: { "f:data": { "f:m": {} } },
      },
      {
        manager: "kubectl-client-side-apply",
        operation: "Update",
        fieldsV1: { "f:data": { ".": {}, "f:l": {} }, "f:metadata": lastAppliedFields },
      },
    ]);
  });

  it("takes fields from others by a forced apply", () => {
    api.as("kubectl-client-side-apply").create(configMap);
    const client = api.as("Python-urllib");
    client.patch("v1/ConfigMap", "default", "a", { data: { k: null, m: "n" } });
    client.patch("v1/ConfigMap", "default", "a", { data: { l: "z" } });
    const applied = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { l: "forced" } };
    const object = api.as("other").apply(applied, { force: true });
    expect(object["data"]).toEqual({ l: "forced", m: "n" });
    expect(heldIn(object)).toEqual([
      { manager: "other", operation: "Apply", fieldsV1: { "f:data": { "f:l": {} } } },
      { manager: "Python-urllib", operation: "Update", fieldsV1: { "f:data": { "f:m": {} } } },
      {
        manager: "kubectl-client-side-apply",
        operation: "Update",
        fieldsV1: { "f:data": {}, "f:metadata": lastAppliedFields },
      },
    ]);
  });

  it("refuses an apply that would change what others hold", () => {
    api.as("kubectl-client-side-apply").create(configMap);
    const applied = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { k: "other" } };
    expect(() => api.as("other").apply(applied)).toThrow(
      expect.objectContaining({
        reason: "Conflict",
        statusCode: 409,
        message: 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.k',
      }),
    );
  });

  it("knows entries of a list by their keys, and fields with the defaults of the server", () => {
    const first = { name: "http", port: 80, targetPort: 8080 };
    api.as("kubectl-client-side-apply").create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "s", annotations: lastApplied },
      spec: { type: "NodePort", selector: { app: "a" }, ports: [first] },
    });
    const ports = [{ name: "more", port: 81, targetPort: 8081 }, first];
    const service = api.as("Python-urllib").patch("v1/Service", "default", "s", { spec: { ports } });
    const portFields = { ".": {}, "f:name": {}, "f:port": {}, "f:protocol": {}, "f:targetPort": {} };
    expect(heldIn(service)).toEqual([
      {
        manager: "Python-urllib",
        operation: "Update",
        fieldsV1: { "f:spec": { "f:ports": { 'k:{"port":81,"protocol":"TCP"}': portFields } } },
      },
      {
        manager: "kubectl-client-side-apply",
        operation: "Update",
        fieldsV1: {
          "f:metadata": lastAppliedFields,
          "f:spec": {
            "f:externalTrafficPolicy": {},
            "f:internalTrafficPolicy": {},
            "f:ports": { ".": {}, 'k:{"port":80,"protocol":"TCP"}': portFields },
            "f:selector": {},
            "f:sessionAffinity": {},
            "f:type": {},
          },
        },
      },
    ]);
  });
});

function deployment(spec: object = {}, metadata: object = {}): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "app", ...metadata },
    spec: {
      selector: { matchLabels: { app: "app" } },
      template: {
        metadata: { labels: { app: "app" } },
        spec: { containers: [{ name: "app", image: "nginx:1" }] },
      },
      ...spec,
    },
  };
}

describe("two managers of one object", () => {
  it("leaves replicas to whom has set them last when they are not applied", () => {
    api.as("pulumi").apply(deployment());
    api.as("autoscaler").patch("apps/v1/Deployment", "default", "app", { spec: { replicas: 5 } });
    const again = api.as("pulumi").apply(deployment({ minReadySeconds: 3 }));
    expect(again["spec"]).toMatchObject({ replicas: 5, minReadySeconds: 3 });
  });

  it("gives replicas over without a moment at the default", () => {
    api.as("pulumi").apply(deployment({ replicas: 3 }));
    api.as("autoscaler").patch("apps/v1/Deployment", "default", "app", { spec: { replicas: 5 } });
    const given = api.as("pulumi").apply(deployment());
    expect(given).toHaveProperty("spec.replicas", 5);
    expect(heldIn(given)?.find(({ manager }) => manager === "autoscaler")?.fieldsV1).toEqual({
      "f:spec": { "f:replicas": {} },
    });
  });

  it("sets a field back to its default that nobody holds any more", () => {
    api.as("pulumi").apply(deployment({ replicas: 3 }));
    expect(api.as("pulumi").apply(deployment())).toHaveProperty("spec.replicas", 1);
  });

  it("keeps a field that both apply until neither does", () => {
    api.as("one").apply(deployment({ minReadySeconds: 3 }));
    api.as("two").apply(deployment({ minReadySeconds: 3 }));
    expect(api.as("one").apply(deployment())).toHaveProperty("spec.minReadySeconds", 3);
    expect(api.as("two").apply(deployment())).not.toHaveProperty("spec.minReadySeconds");
  });

  it("names all conflicts, by holder", () => {
    api.as("one").apply(deployment({ replicas: 2, minReadySeconds: 3 }));
    api.as("cli").patch("apps/v1/Deployment", "default", "app", { spec: { paused: true } });
    const wanted = deployment({ replicas: 3, minReadySeconds: 4, paused: false });
    expect(() => api.as("two").apply(wanted)).toThrow(
      `Apply failed with 3 conflicts: conflicts with "cli" using apps/v1:
- .spec.paused
conflicts with "one":
- .spec.minReadySeconds
- .spec.replicas`,
    );
  });

  it("changes nothing, the version included, by an apply of the same", () => {
    const first = api.as("pulumi").apply(deployment());
    clock.advance(60_000);
    expect(api.as("pulumi").apply(deployment())).toEqual(first);
  });
});

it("tells who wrote the status apart from who wrote the rest", () => {
  const created = api.as("kubectl").create(deployment());
  clock.advance(1_000);
  const { metadata } = api.as("manager").updateStatus({ ...created, status: { replicas: 1 } });
  expect(metadata.managedFields?.at(-1)).toEqual({
    manager: "manager",
    operation: "Update",
    apiVersion: "apps/v1",
    time: "2026-01-01T00:00:01Z",
    fieldsType: "FieldsV1",
    fieldsV1: { "f:status": { "f:replicas": {} } },
    subresource: "status",
  });
});

it("takes the managed fields that a client sends, if they can be read", () => {
  const { metadata } = api.as("kubectl").create(deployment());
  const [entry] = metadata.managedFields ?? [];
  const given = [{ ...entry!, manager: "heir", operation: "Apply" as const }];
  const patch = (managedFields: unknown) =>
    heldIn(api.patch("apps/v1/Deployment", "default", "app", { metadata: { managedFields } }));
  expect(patch(given)?.[0]).toMatchObject({ manager: "heir", operation: "Apply" });
  expect(patch([{ ...entry!, fieldsV1: { "f:spec": null } }])?.[0]).toMatchObject({ manager: "heir" });
});

it("holds nothing against an apply of what was there before anybody kept a record", () => {
  const { managedFields: _, ...metadata } = api.create(deployment({ replicas: 2 })).metadata;
  const saved = structuredClone(api.toJSON());
  const objects = saved.store.objects.map((object) =>
    object.kind === "Deployment" ? { ...object, metadata } : object,
  );
  api.restore({ store: { ...saved.store, objects } });
  api.as("manager").patch("apps/v1/Deployment", "default", "app", { spec: { minReadySeconds: 1 } });
  expect(api.get("apps/v1/Deployment", "default", "app").metadata.managedFields).toBeUndefined();
  const applied = api.as("pulumi").apply(deployment({ replicas: 3 }));
  expect(applied["spec"]).toMatchObject({ replicas: 3, minReadySeconds: 1 });
  expect(heldIn(applied)?.map(({ manager }) => manager)).toEqual(["pulumi"]);
});
