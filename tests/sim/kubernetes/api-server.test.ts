import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../sim/core/clock.ts";
import { Ids } from "../../../sim/core/ids.ts";
import { ApiServer } from "../../../sim/kubernetes/api-server.ts";
import { withManagedFields } from "../../../sim/kubernetes/api/managed-fields.ts";
import { fieldManagers } from "../../../sim/kubernetes/field-managers.ts";
import type { ConfigMap } from "../../../sim/kubernetes/objects.ts";
import type { KubeObject, Manifest, WatchEvent } from "../../../sim/kubernetes/types.ts";

let clock: Clock;
let api: ApiServer;

beforeEach(() => {
  clock = new Clock(Date.UTC(2026, 0, 1));
  api = new ApiServer({ clock, ids: new Ids("test") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
});

function configMap(name: string, data: Record<string, string> = {}): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "game" }, data };
}

describe("create", () => {
  it("gives an object its identity, version, generation and time", () => {
    const { metadata } = api.as("kubectl").create(configMap("settings", { a: "1" }));
    expect(metadata).toEqual({
      name: "settings",
      namespace: "game",
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      resourceVersion: "2",
      generation: 1,
      creationTimestamp: "2026-01-01T00:00:00Z",
      managedFields: [
        {
          manager: "kubectl",
          operation: "Update",
          apiVersion: "v1",
          time: "2026-01-01T00:00:00Z",
          fieldsType: "FieldsV1",
          fieldsV1: { "f:data": { ".": {}, "f:a": {} } },
        },
      ],
    });
  });

  it("refuses a second object of one name", () => {
    api.create(configMap("settings"));
    expect(() => api.create(configMap("settings"))).toThrow('configmaps "settings" already exists');
  });

  it("refuses an object in a namespace that is not there", () => {
    const lost = { ...configMap("settings"), metadata: { name: "settings", namespace: "nowhere" } };
    expect(() => api.create(lost)).toThrow('namespaces "nowhere" not found');
  });

  it("refuses an object in a namespace that is going", () => {
    api.delete("v1/Namespace", undefined, "game");
    expect(() => api.create(configMap("late"))).toThrow(
      'configmaps "late" is forbidden: unable to create new content in namespace game because it is being terminated',
    );
  });

  it("refuses kinds that the cluster does not serve", () => {
    expect(() =>
      api.create({
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: { name: "shared", namespace: "game" },
      }),
    ).toThrow('no matches for kind "TargetGroupBinding" in version "elbv2.k8s.aws/v1beta1"');
  });

  it("does not simulate every kind that real clusters serve", () => {
    expect(() => api.create({ apiVersion: "batch/v1", kind: "Job", metadata: { name: "once" } })).toThrow(
      "NotSimulated: Kubernetes kind batch/v1/Job",
    );
  });

  it("refuses names that are not DNS names", () => {
    expect(() => api.create(configMap("Settings_1"))).toThrow(
      'ConfigMap "Settings_1" is invalid: metadata.name: Invalid value: "Settings_1": a lowercase RFC 1123 subdomain ' +
        "must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric " +
        "character (e.g. 'example.com', regex used for validation is " +
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    );
  });

  it("makes a name from generateName", () => {
    const created = api.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { generateName: "settings-", namespace: "game" },
    });
    expect(created.metadata.name).toMatch(/^settings-[a-z0-9]{5}$/);
  });
});

describe("update", () => {
  it("refuses a write over a newer version", () => {
    const first = api.create(configMap("settings", { a: "1" }));
    api.update({ ...first, data: { a: "2" } });
    expect(() => api.update({ ...first, data: { a: "3" } })).toThrow(
      'Operation cannot be fulfilled on configmaps "settings": the object has been modified; ' +
        "please apply your changes to the latest version and try again",
    );
  });

  it("leaves version and watchers alone when nothing changes", () => {
    const first = api.create(configMap("settings", { a: "1" }));
    clock.settle();
    const events: WatchEvent[] = [];
    api.watch((event) => events.push(event));
    expect(api.update(first)).toEqual(first);
    clock.settle();
    expect(events).toEqual([]);
  });

  it("returns copies: changing one changes nothing that is stored", () => {
    const { data } = api.create(configMap("settings", { a: "1" }));
    (data as Record<string, string>)["a"] = "2";
    expect(api.get("v1/ConfigMap", "game", "settings")["data"]).toEqual({ a: "1" });
  });
});

describe("apply", () => {
  it("removes what the last apply gave, and keeps what others added", () => {
    api.apply(configMap("settings", { a: "1", b: "2" }));
    api.patch("v1/ConfigMap", "game", "settings", { data: { other: "3" } });
    expect(api.apply(configMap("settings", { a: "4" }))["data"]).toEqual({ a: "4", other: "3" });
  });
});

describe("delete", () => {
  it("marks an object with finalizers, and removes it when the last one goes", () => {
    api.create({
      ...configMap("held"),
      metadata: { ...configMap("held").metadata, finalizers: ["a.example/f"] },
    });
    api.delete("v1/ConfigMap", "game", "held");
    expect(api.get("v1/ConfigMap", "game", "held").metadata.deletionTimestamp).toBe("2026-01-01T00:00:00Z");
    api.patch("v1/ConfigMap", "game", "held", { metadata: { finalizers: null } });
    expect(api.find("v1/ConfigMap", "game", "held")).toBeUndefined();
  });

  it("refuses new finalizers on an object that is being deleted", () => {
    api.create({
      ...configMap("held"),
      metadata: { ...configMap("held").metadata, finalizers: ["a.example/f"] },
    });
    api.delete("v1/ConfigMap", "game", "held");
    expect(() =>
      api.patch("v1/ConfigMap", "game", "held", { metadata: { finalizers: ["a.example/f", "b.example/g"] } }),
    ).toThrow(
      'ConfigMap "held" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is ' +
        'being deleted, found new finalizers []string{"b.example/g"}',
    );
  });

  it("refuses to delete what is not there", () => {
    expect(() => api.delete("apps/v1/Deployment", "game", "app")).toThrow('deployments.apps "app" not found');
  });

  it("refuses to delete the namespaces of the cluster itself", () => {
    api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } });
    expect(() => api.delete("v1/Namespace", undefined, "kube-system")).toThrow(
      'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    );
  });
});

describe("watch", () => {
  it("tells of changes through the clock, in order, with the object before", () => {
    const events: string[] = [];
    const valueOf = (object: KubeObject | undefined) => (object as ConfigMap | undefined)?.data?.["a"];
    api.watch(
      (event) => events.push(`${event.type} ${valueOf(event.object)} ${valueOf(event.old)}`),
      ["v1/ConfigMap"],
    );
    api.create(configMap("settings", { a: "1" }));
    api.patch("v1/ConfigMap", "game", "settings", { data: { a: "2" } });
    api.delete("v1/ConfigMap", "game", "settings");
    expect(events).toEqual([]);
    clock.settle();
    expect(events).toEqual(["ADDED 1 undefined", "MODIFIED 2 1", "DELETED 2 undefined"]);
  });
});

describe("recordEvent", () => {
  const event = {
    type: "Warning",
    reason: "FailedMount",
    message: "no such volume",
    component: "kubelet",
  } as const;

  function eventsOf(object: KubeObject): KubeObject[] {
    return api.list("v1/Event").filter((entry) => entry["involvedObject"].uid === object.metadata.uid);
  }

  it("counts up an event that is repeated", () => {
    const about = api.create(configMap("settings"));
    api.recordEvent(about, event);
    clock.advance(60_000);
    api.recordEvent(about, event);
    expect(eventsOf(about)).toMatchObject([
      { count: 2, firstTimestamp: "2026-01-01T00:00:00Z", lastTimestamp: "2026-01-01T00:01:00Z" },
    ]);
  });

  it("forgets events after an hour", () => {
    const about = api.create(configMap("settings"));
    api.recordEvent(about, event);
    clock.advance(3_600_001);
    api.recordEvent(about, { ...event, message: "another" });
    expect(eventsOf(about).map((entry) => entry["message"])).toEqual(["another"]);
  });
});

it("gives EKS what it had applied in a world that was saved when fields had no owners", () => {
  const before = configMap("settings", { a: "1", b: "2" });
  const { uid } = api.create(before).metadata;
  const { store } = api.toJSON();
  const objects = store.objects.map((object) => withManagedFields(object));
  const restored = new ApiServer({ clock, ids: new Ids("test") });
  restored.restore({ store: { ...store, objects }, applied: { [uid]: before } });
  restored.as("somebody").patch("v1/ConfigMap", "game", "settings", { data: { c: "3" } });
  const after = restored.as(fieldManagers.eks).apply(configMap("settings", { a: "1" }));
  expect(after["data"]).toEqual({ a: "1", c: "3" });
});

it("goes on from a saved state", () => {
  api.apply(configMap("settings", { a: "1", b: "2" }));
  const saved = JSON.parse(JSON.stringify(api.toJSON()));
  const restored = new ApiServer({ clock, ids: new Ids("test") });
  restored.restore(saved);
  expect(restored.get("v1/ConfigMap", "game", "settings")).toEqual(
    api.get("v1/ConfigMap", "game", "settings"),
  );
  expect(restored.apply(configMap("settings", { a: "1" }))["data"]).toEqual({ a: "1" });
});
