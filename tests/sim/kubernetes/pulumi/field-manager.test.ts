import { beforeEach, describe, expect, it } from "vitest";
import type { ResourceContext } from "../../../../sim/core/resource-type.ts";
import { withManagedFields } from "../../../../sim/kubernetes/api/managed-fields.ts";
import { newWorld, reasons, Resource, type World } from "./world.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

let world: World;

beforeEach(() => {
  world = newWorld();
});

function resource(options: Partial<ResourceContext> = {}): Resource {
  return new Resource(world, DEPLOYMENT, "web", options);
}

function deployment(spec: object = {}, annotations: object = {}) {
  return {
    metadata: { name: "web", annotations: { "pulumi.com/skipAwait": "true", ...annotations } },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "web" }] },
      },
      ...spec,
    },
  };
}

function scale(replicas: number): void {
  world.cluster.api.as("autoscaler").patch("apps/v1/Deployment", "default", "web", { spec: { replicas } });
}

function live() {
  return world.cluster.api.get("apps/v1/Deployment", "default", "web");
}

/** Managers of a field of the spec. */
function holders(field: string): string[] {
  const entries = live().metadata.managedFields ?? [];
  return entries
    .filter(({ fieldsV1 }) => fieldsV1["f:spec"]?.[`f:${field}`] !== undefined)
    .map(({ manager, operation }) => `${manager} ${operation}`);
}

it("creates under a common name, and applies under the resource's own from the first update on", () => {
  const web = resource().create(deployment({ minReadySeconds: 1 }));
  expect(holders("minReadySeconds")).toEqual(["pulumi-kubernetes Update"]);
  const name = web.outputs["__fieldManager"];
  expect(name).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
  web.update(deployment({ minReadySeconds: 2 }));
  expect(holders("minReadySeconds")).toEqual([`${String(name)} Apply`]);
  expect(web.outputs).toMatchObject({
    metadata: { managedFields: [{ manager: name, operation: "Apply" }] },
    __fieldManager: name,
  });
  web.update(deployment());
  expect(live()["spec"].minReadySeconds).toBeUndefined();
});

it("fails an update that would change what others hold", () => {
  const web = resource().create(deployment({ replicas: 2 }));
  scale(5);
  expect(reasons(() => web.update(deployment({ replicas: 3 })))).toEqual([
    `the Kubernetes API server reported that "default/web" failed to fully initialize or become live: server-side apply field conflict detected, see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources for troubleshooting help
The resource managed by field manager "${String(web.outputs["__fieldManager"])}" had an apply conflict: Apply failed with 1 conflict: conflict with "autoscaler" using apps/v1: .spec.replicas`,
  ]);
  expect(live()["spec"].replicas).toBe(5);
});

it("takes what others hold where an annotation says so", () => {
  const web = resource().create(deployment({ replicas: 2 }));
  scale(5);
  web.update(deployment({ replicas: 3 }, { "pulumi.com/patchForce": "true" }));
  expect(live()["spec"].replicas).toBe(3);
  expect(holders("replicas")).toEqual([`${String(web.outputs["__fieldManager"])} Apply`]);
});

it("takes away what its inputs no longer give of an object in a world that was saved when fields had no owners", () => {
  const web = resource().create(deployment({ minReadySeconds: 1 }, { "example.com/note": "old" }));
  const { store } = world.cluster.api.toJSON();
  const objects = store.objects.map((object) => withManagedFields(object));
  world.cluster.api.restore({ store: { ...store, objects } });
  scale(3);
  web.update(deployment());
  expect(live()["spec"].minReadySeconds).toBeUndefined();
  expect(live().metadata.annotations).not.toHaveProperty("example.com/note");
  expect(live()["spec"].replicas).toBe(3);
});

describe("changes that a program ignores", () => {
  const ignoreChanges = ["spec.replicas"];

  it("are left to who holds the field", () => {
    const web = resource({ ignoreChanges }).create(deployment({ replicas: 2 }));
    scale(5);
    web.update(deployment({ replicas: 2, minReadySeconds: 1 }));
    expect(live()["spec"]).toMatchObject({ replicas: 5, minReadySeconds: 1 });
    expect(holders("replicas")).toEqual(["autoscaler Update"]);
  });

  it("leave a field of the resource's own as it is", () => {
    const web = resource({ ignoreChanges }).create(deployment({ replicas: 2 }));
    web.update(deployment({ replicas: 4, minReadySeconds: 1 }));
    expect(live()["spec"]).toMatchObject({ replicas: 2, minReadySeconds: 1 });
    expect(holders("replicas")).toEqual([`${String(web.outputs["__fieldManager"])} Apply`]);
  });

  it("leave it to others, too, when the program no longer gives the field", () => {
    resource({ ignoreChanges }).create(deployment({ replicas: 2 }));
    scale(5);
    const web = resource();
    web.id = "default/web";
    web.update(deployment());
    expect(live()["spec"].replicas).toBe(5);
  });
});

it("gives up under its old name what it applies under a new one", () => {
  const web = resource().create(deployment({ minReadySeconds: 1 }));
  web.update(deployment({ minReadySeconds: 2 }));
  web.update(deployment({ minReadySeconds: 2 }, { "pulumi.com/patchFieldManager": "team" }));
  expect(web.outputs["__fieldManager"]).toBe("team");
  expect(holders("minReadySeconds")).toEqual(["team Apply"]);
});

it("replaces a definition as a whole", () => {
  const token = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
  const metadata = { name: "things.example.com" };
  const definition = (properties: object) => ({
    metadata,
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { kind: "Thing", plural: "things" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", properties } },
        },
      ],
    },
  });
  const things = new Resource(world, token, "things").create(definition({ a: { type: "string" } }));
  things.update(definition({ b: { type: "string" } }));
  const { api } = world.cluster;
  const present = api.get("apiextensions.k8s.io/v1/CustomResourceDefinition", undefined, metadata.name);
  expect(present.spec.versions[0]?.schema.openAPIV3Schema.properties).toEqual({ b: { type: "string" } });
  expect(present.metadata.finalizers).toEqual(["customresourcecleanup.apiextensions.k8s.io"]);
  expect(present.metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`)).toEqual([
    "pulumi-kubernetes Update",
    `${String(things.outputs["__fieldManager"])} Update`,
  ]);
});

describe("patches", () => {
  const patch = (replicas: number, annotations: object = {}) =>
    new Resource(world, "kubernetes:apps/v1:DeploymentPatch", "patch").create({
      metadata: { name: "web", annotations: { "pulumi.com/skipAwait": "true", ...annotations } },
      spec: { replicas },
    });

  it("hold what they set, as long as they are there, and leave the rest to others", () => {
    resource().create(deployment());
    const three = patch(3, { "pulumi.com/patchForce": "true" });
    expect(holders("replicas")).toEqual([`${String(three.outputs["__fieldManager"])} Apply`]);
    three.delete();
    expect(live()["spec"].replicas).toBe(1);
  });

  it("fail where others hold the field", () => {
    resource().create(deployment({ replicas: 2 }));
    expect(() => patch(3)).toThrow(
      'was not successfully created by the Kubernetes API server: server-side apply field conflict detected, see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources for troubleshooting help\nThe resource managed by field manager "pulumi-kubernetes-',
    );
  });
});
