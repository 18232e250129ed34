/** Life of Kubernetes objects as Pulumi resources: names, differences, changes, refresh and deletion. */
import { beforeEach, describe, expect, it } from "vitest";
import { resourceType } from "../../../../sim/catalog.ts";
import { newWorld, reasons, Resource, type World } from "./world.ts";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const WIDGET = "kubernetes:example.com/v1:Widget";

let world: World;

beforeEach(() => {
  world = newWorld({ nodes: 0 });
});

function configMap(changes: object = {}) {
  return { metadata: { name: "settings" }, data: { a: "1" }, ...changes };
}

/** Makes the definition of a kind of its own. */
function defineWidgets(schema: object): Resource {
  const crd = new Resource(world, "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "crd");
  return crd.create({
    metadata: { name: "widgets.example.com" },
    spec: {
      group: "example.com",
      names: { kind: "Widget", plural: "widgets" },
      scope: "Cluster",
      versions: [{ name: "v1", served: true, storage: true, schema }],
    },
  });
}

describe("types", () => {
  it.each([
    "kubernetes:networking.k8s.io/v1:IngressClass",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:policy/v1:PodDisruptionBudget",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
    "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
    "kubernetes:gateway.networking.k8s.io/v1:Gateway",
    "kubernetes:core/v1:NamespacePatch",
    "kubernetes:helm.sh/v3:Release",
  ])("%s is simulated", (token) => {
    expect(resourceType(token).token).toBe(token);
  });

  it.each([
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
    "kubernetes:batch/v1:Job",
    "kubernetes:apps/v1beta1:Deployment",
    "kubernetes:core/v1:ServiceList",
    "kubernetes:helm.sh/v4:Chart",
    "kubernetes:yaml:ConfigFile",
  ])("%s is not simulated", (token) => {
    expect(() => resourceType(token)).toThrow(`NotSimulated: ${token}`);
  });
});

describe("names", () => {
  it("are the program's, in the namespace of object, provider, kubeconfig or default", () => {
    expect(new Resource(world, NAMESPACE, "game").create({ metadata: { name: "game" } }).id).toBe("game");
    expect(new Resource(world, CONFIG_MAP, "a").create(configMap()).id).toBe("default/settings");
    const explicit = configMap({ metadata: { name: "settings", namespace: "game" } });
    expect(new Resource(world, CONFIG_MAP, "b").create(explicit).id).toBe("game/settings");
    const provider = { ...world.provider, namespace: "kube-public" };
    expect(new Resource({ ...world, provider }, CONFIG_MAP, "c").create(configMap()).id).toBe(
      "kube-public/settings",
    );
  });

  it("are made by Pulumi where the program gives none, the same in each preview", () => {
    const settings = new Resource(world, CONFIG_MAP, "settings").create({ data: { a: "1" } });
    expect(settings.id).toMatch(/^default\/settings-[0-9a-f]{8}$/);
    expect(settings.outputs["metadata"]).toMatchObject({ annotations: { "pulumi.com/autonamed": "true" } });
    expect(settings.diff({ data: { a: "1" } }).changed).toEqual([]);
  });

  it("of Pulumi leave room for a replacement beside the old object", () => {
    const settings = new Resource(world, CONFIG_MAP, "settings").create({ data: { a: "1" } });
    expect(settings.diff({ data: { a: "2" } })).toEqual({
      changed: ["data"],
      replace: ["data.a"],
      deleteBeforeReplace: false,
    });
    const successor = new Resource(world, CONFIG_MAP, "settings").create({ data: { a: "2" } });
    expect(successor.id).not.toBe(settings.id);
    settings.delete();
    expect(successor.refresh()).toBe(true);
    expect(successor.diff({ data: { a: "2" } }).changed).toEqual([]);
  });
});

describe("creation", () => {
  it("is not an upsert", () => {
    new Resource(world, CONFIG_MAP, "a").create(configMap());
    expect(() => new Resource(world, CONFIG_MAP, "b").create(configMap())).toThrow(
      'resource "urn:pulumi:dev::test::kubernetes:core/v1:ConfigMap::b" was not successfully created by the Kubernetes API server: configmaps "settings" already exists\n\nThe resource already exists in the cluster. This can happen when:\n',
    );
  });

  it("tries again for half a minute while the namespace is missing", () => {
    const { clock } = world.cloud;
    const inGame = configMap({ metadata: { name: "settings", namespace: "game" } });
    clock.schedule(10_000, () =>
      world.cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } }),
    );
    expect(new Resource(world, CONFIG_MAP, "a").create(inGame).id).toBe("game/settings");
    const start = clock.now();
    const elsewhere = configMap({ metadata: { name: "settings", namespace: "none" } });
    expect(() => new Resource(world, CONFIG_MAP, "b").create(elsewhere)).toThrow(
      'was not successfully created by the Kubernetes API server: namespaces "none" not found',
    );
    expect(clock.now() - start).toBe(31_000);
  });

  it("of a custom object without its definition says what is missing", () => {
    const widget = new Resource(world, WIDGET, "w");
    expect(() => widget.create({ metadata: { name: "w" } })).toThrow(
      'creation of resource "urn:pulumi:dev::test::kubernetes:example.com/v1:Widget::w" with kind example.com/v1/Widget failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: no matches for kind "Widget" in version "example.com/v1"',
    );
  });

  it("spells extensions of OpenAPI with dashes for the server, with underscores for the program", () => {
    const schema = { openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true } };
    const crd = defineWidgets(schema);
    const live = world.cluster.api.get(
      "apiextensions.k8s.io/v1/CustomResourceDefinition",
      undefined,
      "widgets.example.com",
    );
    expect(live.spec.versions[0]?.schema.openAPIV3Schema).toEqual({
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
    });
    expect(crd.outputs["spec"]).toMatchObject({ versions: [{ name: "v1", schema }] });
    const widget = new Resource(world, WIDGET, "w");
    expect(widget.create({ metadata: { name: "w" }, size: 3 }).id).toBe("w");
  });
});

describe("changes", () => {
  it("set what the program gives, drop what it gave before, and leave what others set", () => {
    const labelled = (labels: object, annotations?: object) => ({
      metadata: { name: "game", labels, ...(annotations && { annotations }) },
    });
    const game = new Resource(world, NAMESPACE, "game").create(labelled({ a: "1", b: "2" }, { c: "3" }));
    const team = world.cluster.api.as("team");
    team.patch("v1/Namespace", undefined, "game", { metadata: { annotations: { other: "x" } } });
    game.update(labelled({ a: "4" }));
    const { metadata } = world.cluster.api.get("v1/Namespace", undefined, "game");
    expect(metadata.labels).toEqual({ a: "4", "kubernetes.io/metadata.name": "game" });
    expect(metadata.annotations).toEqual({ other: "x" });
  });

  it("put back what drifted", () => {
    const game = new Resource(world, NAMESPACE, "game");
    game.create({ metadata: { name: "game", labels: { a: "1" } } });
    const change = (manager: string, labels: object) =>
      world.cluster.api.as(manager).patch("v1/Namespace", undefined, "game", { metadata: { labels } });
    change("kubectl-edit", { a: "2", b: "2" });
    change("team", { c: "3" });
    expect(game.refresh()).toBe(true);
    const wanted = { metadata: { name: "game", labels: { a: "1" } } };
    expect(game.diff(wanted)).toEqual({ changed: ["metadata"], replace: [], deleteBeforeReplace: false });
    game.update(wanted);
    // The provider takes for its own what somebody wrote with kubectl.
    const { labels } = game.outputs["metadata"] as { readonly labels: object };
    expect(labels).toEqual({ a: "1", c: "3", "kubernetes.io/metadata.name": "game" });
  });

  it("are none after a refresh, whatever the server filled in", () => {
    const spec = { selector: { app: "web" }, ports: [{ port: 80 }], clusterIP: "None" };
    const web = new Resource(world, "kubernetes:core/v1:Service", "web");
    web.create({ metadata: { name: "web" }, spec });
    expect(web.outputs["spec"]).toMatchObject({ ports: [{ port: 80, protocol: "TCP", targetPort: 80 }] });
    web.refresh();
    expect(web.diff({ metadata: { name: "web" }, spec }).changed).toEqual([]);
  });

  it.each([
    ["a built-in kind", NAMESPACE, "game", []],
    ["a custom kind, whose types the provider does not know,", WIDGET, "w", ["metadata"]],
  ])("after a refresh, of an empty map in metadata of %s", (_, token, name, changed) => {
    defineWidgets({ openAPIV3Schema: { type: "object" } });
    const given = { metadata: { name, annotations: {} } };
    const object = new Resource(world, token, name).create(given);
    expect(object.outputs["metadata"]).not.toHaveProperty("annotations");
    object.refresh();
    expect(object.diff(given).changed).toEqual(changed);
  });

  it("of a Secret are told by what its stringData becomes", () => {
    const credentials = new Resource(world, "kubernetes:core/v1:Secret", "credentials");
    const given = { metadata: { name: "credentials" }, stringData: { key: "a" } };
    credentials.create(given);
    expect(credentials.outputs["data"]).toEqual({ key: "YQ==" });
    credentials.refresh();
    expect(credentials.diff(given).changed).toEqual([]);
    expect(credentials.diff({ ...given, stringData: { key: "b" } })).toEqual({
      changed: ["data"],
      replace: ["data.key"],
      deleteBeforeReplace: true,
    });
  });

  it("of name or namespace replace", () => {
    const settings = new Resource(world, CONFIG_MAP, "settings").create(configMap());
    const moved = configMap({ metadata: { name: "settings", namespace: "kube-public" } });
    expect(settings.diff(moved)).toEqual({
      changed: ["metadata"],
      replace: ["metadata.namespace"],
      deleteBeforeReplace: false,
    });
    expect(
      settings.diff(configMap({ metadata: { name: "settings", namespace: "default" } })).changed,
    ).toEqual([]);
  });

  it("of a ConfigMap's data replace, the old one first when its name is given", () => {
    const settings = new Resource(world, CONFIG_MAP, "settings").create(configMap());
    expect(settings.diff(configMap({ data: { a: "1", b: "2" } }))).toEqual({
      changed: ["data"],
      replace: ["data.b"],
      deleteBeforeReplace: true,
    });
  });

  it("that the server refuses leave the object, and say why", () => {
    const web = new Resource(world, "kubernetes:core/v1:Service", "web");
    const spec = { ports: [{ port: 80 }] };
    web.create({ metadata: { name: "web" }, spec });
    expect(
      reasons(() => web.update({ metadata: { name: "web" }, spec: { ports: [{ port: 0 }] } }))[0],
    ).toMatch(
      /^the Kubernetes API server reported that "default\/web" failed to fully initialize or become live: Service "web" is invalid: \[spec\.ports\[0\]\.port: Invalid value: 0/,
    );
    expect(web.outputs["spec"]).toMatchObject({ ports: [{ port: 80 }] });
  });

  it("of an object that is gone fail", () => {
    const game = new Resource(world, NAMESPACE, "game").create({ metadata: { name: "game" } });
    world.cluster.api.delete("v1/Namespace", undefined, "game");
    world.cloud.clock.advance(60_000);
    expect(game.refresh()).toBe(false);
    expect(() => game.update({ metadata: { name: "game", labels: { a: "1" } } })).toThrow(
      'update of resource "urn:pulumi:dev::test::kubernetes:core/v1:Namespace::game" failed: namespaces "game" not found\nunable to get cluster state: namespaces "game" not found',
    );
  });
});

describe("deletion", () => {
  it("waits for a namespace to be emptied", () => {
    const game = new Resource(world, NAMESPACE, "game").create({ metadata: { name: "game" } });
    new Resource(world, CONFIG_MAP, "a").create(configMap({ metadata: { name: "a", namespace: "game" } }));
    game.delete();
    expect(game.refresh()).toBe(false);
    game.delete();
  });

  it("names the finalizers that keep an object, and the warnings about it", () => {
    const { api } = world.cluster;
    const metadata = { name: "settings", finalizers: ["example.com/cleanup"] };
    const settings = new Resource(world, CONFIG_MAP, "settings", { timeoutMs: 60_000 });
    settings.create(configMap({ metadata }));
    world.cloud.clock.schedule(1_000, () =>
      api.recordEvent(api.get("v1/ConfigMap", "default", "settings"), {
        type: "Warning",
        reason: "FailedCleanup",
        message: "no one is there",
        component: "cleaner",
      }),
    );
    expect(reasons(() => settings.delete())).toEqual([
      "timed out waiting for the condition",
      "finalizers might be preventing deletion (example.com/cleanup)",
      "FailedCleanup: no one is there",
    ]);
    api.patch("v1/ConfigMap", "default", "settings", { metadata: { finalizers: [] } });
    settings.delete();
    expect(settings.refresh()).toBe(false);
  });

  it("of a namespace says what content is left in it", () => {
    const game = new Resource(world, NAMESPACE, "game", { timeoutMs: 60_000 });
    game.create({ metadata: { name: "game" } });
    const metadata = { name: "settings", namespace: "game", finalizers: ["example.com/cleanup"] };
    new Resource(world, CONFIG_MAP, "settings").create(configMap({ metadata }));
    expect(reasons(() => game.delete())).toEqual([
      "timed out waiting for the condition",
      "finalizers might be preventing deletion ()",
      expect.stringMatching(/^Some resources are remaining: configmaps/),
      "Some content in the namespace has finalizers remaining: example.com/cleanup in 1 resource instances",
    ]);
  });
});

describe("patches", () => {
  const PATCH = "kubernetes:core/v1:NamespacePatch";
  const patched = (labels: object) => ({ metadata: { name: "kube-public", labels } });
  const labels = () => world.cluster.api.get("v1/Namespace", undefined, "kube-public").metadata.labels;
  const own = { "kubernetes.io/metadata.name": "kube-public" };

  it("change fields of an object and give them up again, but leave the object", () => {
    const patch = new Resource(world, PATCH, "p").create(patched({ a: "1", b: "2" }));
    expect(labels()).toEqual({ ...own, a: "1", b: "2" });
    patch.update(patched({ a: "3" }));
    expect(labels()).toEqual({ ...own, a: "3" });
    patch.delete();
    expect(labels()).toEqual(own);
  });

  it("can wait for a condition", () => {
    const annotations = { "pulumi.com/waitFor": "jsonpath={.status.phase}=Gone" };
    const patch = new Resource(world, PATCH, "p", { timeoutMs: 5_000 });
    expect(reasons(() => patch.create({ metadata: { name: "kube-public", annotations } }))).toEqual([
      'resource "urn:pulumi:dev::test::kubernetes:core/v1:NamespacePatch::p" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition',
    ]);
  });

  it("that the server refuses were not created", () => {
    const patch = new Resource(world, PATCH, "p");
    expect(() => patch.create(patched({ "not a key": "1" }))).toThrow(
      'resource "urn:pulumi:dev::test::kubernetes:core/v1:NamespacePatch::p" was not successfully created by the Kubernetes API server: Namespace "kube-public" is invalid: ',
    );
  });

  it("make an object that is not there, as server-side apply does", () => {
    new Resource(world, PATCH, "p").create({ metadata: { name: "new", labels: { a: "1" } } });
    expect(world.cluster.api.get("v1/Namespace", undefined, "new").metadata.labels).toMatchObject({ a: "1" });
  });

  it("must name their object", () => {
    const checked = resourceType(PATCH).check!({ metadata: {} }, { name: "p", urn: "u", cloud: world.cloud });
    expect(checked.failures).toEqual([
      { property: "metadata", reason: "patch resources require the `.metadata.name` field to be set" },
    ]);
  });
});
