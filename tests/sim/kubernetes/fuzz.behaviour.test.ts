import { beforeAll, expect, it } from "vitest";
import { LocalSession } from "../../../fleet/local/session.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import { KubernetesError, NotSimulated } from "../../../sim/core/errors.ts";
import { gvkOf } from "../../../sim/kubernetes/api/kinds.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import type { KubeObject, KubernetesApi } from "../../../sim/kubernetes/types.ts";
import { restoreWorld, saveWorld, type SavedWorld } from "../../../sim/world.ts";
import { DEFECT, mutationsOf } from "../../support/mutations.ts";
import { PROJECT_DIRECTORY } from "../../support/stack-files.ts";

/** A stack that runs, with one object of each kind that it has. */
let world: SavedWorld;
let objects: readonly KubeObject[];

/** Of definitions the least suffices, of which the schema is the larger part by far. */
const DEFINITION = "apiextensions.k8s.io/v1/CustomResourceDefinition";

beforeAll(async () => {
  const session = await LocalSession.open({ projectDirectory: PROJECT_DIRECTORY, stacks: ["cluster1"] });
  for (const stack of session.stacks) await session.up(stack);
  world = structuredClone(saveWorld(session.cloud));
  const all = apiOf(session.cloud).everything();
  objects = [...new Map(all.map((object) => [gvkOf(object), reduced(object)])).values()];
}, 60_000);

/** Most of an object; a status is written by controllers, who are not outsiders. One managed field stands for all. */
function reduced(object: KubeObject): KubeObject {
  const { status: _status, ...rest } = structuredClone(object) as KubeObject & { status?: unknown };
  const held = rest.metadata.managedFields?.slice(0, 1) ?? [];
  rest.metadata.managedFields = held.map((entry) => ({ ...entry, fieldsV1: { "f:metadata": {} } }));
  if (gvkOf(object) !== DEFINITION) return rest;
  const { spec } = rest as unknown as { spec: { versions: readonly object[] } };
  const schema = { openAPIV3Schema: { type: "object", properties: { spec: { type: "object" } } } };
  return { ...rest, spec: { ...spec, versions: spec.versions.map((version) => ({ ...version, schema })) } };
}

function apiOf(cloud: Cloud) {
  return [...clustersOf(cloud).values()][0]!.api;
}

type Write = (api: KubernetesApi, object: KubeObject, original: KubeObject) => unknown;

const WRITES: Readonly<Record<string, Write>> = {
  create: (api, object) => api.create(renamed(object)),
  update: (api, object) => api.update(object),
  apply: (api, object) => api.apply(object),
  patch: (api, object, original) => {
    const { namespace, name } = original.metadata;
    return api.patch(gvkOf(original), namespace, name, object);
  },
};

function renamed(object: KubeObject): KubeObject {
  const metadata = object.metadata as { name?: unknown } | null | undefined;
  if (typeof metadata?.name !== "string") return object;
  return { ...object, metadata: { ...object.metadata, name: `${metadata.name}-2` } };
}

it.each(Object.keys(WRITES))(
  "%s answers whatever object it is given in Kubernetes' words",
  (verb) => {
    let cloud = restoreWorld(world);
    const defects: string[] = [];
    for (const object of objects) {
      for (const { what, value } of mutationsOf(object)) {
        const answer = ask(() => WRITES[verb]!(apiOf(cloud), structuredClone(value) as KubeObject, object));
        if (answer === "changed") cloud = restoreWorld(world);
        else if (answer !== undefined) defects.push(`${gvkOf(object)} ${what}: ${answer}`);
      }
    }
    expect(defects).toEqual([]);
  },
  60_000,
);

function ask(write: () => unknown): string | undefined {
  try {
    write();
    return "changed";
  } catch (error) {
    const known = [KubernetesError, NotSimulated].some((type) => error instanceof type);
    return known && !DEFECT.test(String(error)) ? undefined : String((error as Error).stack).slice(0, 500);
  }
}
