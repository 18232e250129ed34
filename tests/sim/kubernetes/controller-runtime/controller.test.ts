import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../../sim/core/clock.ts";
import { Ids } from "../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../sim/kubernetes/api-server.ts";
import {
  ALL_OTHERS,
  Controller,
  type ControllerDefinition,
} from "../../../../sim/kubernetes/controller-runtime/controller.ts";

const CONFIG_MAP = "v1/ConfigMap";
const SECRET = "v1/Secret";

let clock: Clock;
let api: ApiServer;
/** When which key was looked at. */
let passes: string[];

beforeEach(() => {
  clock = new Clock(0);
  api = new ApiServer({ clock, ids: new Ids("controller") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
  passes = [];
});

/** A controller of ConfigMaps. */
function start(definition: Partial<ControllerDefinition> = {}): Controller {
  return new Controller(
    { api, clock },
    {
      name: "test",
      kind: CONFIG_MAP,
      reconcile: (key) => void passes.push(`${clock.now()} ${key}`),
      ...definition,
    },
  );
}

function create(kind: string, name: string): void {
  api.create({ apiVersion: "v1", kind, metadata: { name, namespace: "game" } });
}

describe("a controller", () => {
  it("looks at the objects of its kind when it starts, and at each that changes", () => {
    create("ConfigMap", "before");
    create("Secret", "other");
    start();
    clock.advance(1000);
    create("ConfigMap", "after");
    api.patch(CONFIG_MAP, "game", "before", { data: { a: "b" } });
    clock.advance(1000);
    api.delete(CONFIG_MAP, "game", "after");
    clock.settle();
    expect(passes).toEqual(["0 game/before", "1000 game/after", "1000 game/before", "2000 game/after"]);
  });

  it("learns from other kinds which keys a change concerns", () => {
    start({ watches: { [SECRET]: ({ type, object }) => [`${type} of ${object.metadata.name}`] } });
    create("Secret", "a");
    create("ServiceAccount", "b");
    clock.settle();
    expect(passes).toEqual(["0 ADDED of a"]);
  });

  it("can observe all kinds, and start with what it says", () => {
    create("Secret", "before");
    start({
      kind: ALL_OTHERS,
      watches: {
        [SECRET]: () => [],
        [ALL_OTHERS]: ({ object }) => [`${object.kind} ${object.metadata.name}`],
      },
      existing: () => api.everything(),
    });
    create("Secret", "after");
    create("ServiceAccount", "after");
    clock.settle();
    expect(passes).toEqual(["0 Namespace game", "0 ServiceAccount after"]);
  });

  it("waits before it looks at a change, and looks once at all of that time", () => {
    start({ delayMs: 40_000 });
    create("ConfigMap", "a");
    clock.advance(30_000);
    api.patch(CONFIG_MAP, "game", "a", { data: { a: "b" } });
    clock.advance(100_000);
    expect(passes).toEqual(["40000 game/a"]);
  });

  it("hands out all objects of its kind again, as changes that change nothing", () => {
    create("ConfigMap", "a");
    start({
      resyncMs: 60_000,
      watches: { [CONFIG_MAP]: ({ type, object, old }) => [`${type} ${old === object}`] },
    });
    clock.advance(120_000);
    expect(passes).toEqual(["0 ADDED false", "60000 MODIFIED true", "120000 MODIFIED true"]);
  });

  it("does nothing more once it is stopped", () => {
    const controller = start({ resyncMs: 60_000 });
    create("ConfigMap", "a");
    clock.settle();
    controller.stop();
    api.patch(CONFIG_MAP, "game", "a", { data: { a: "b" } });
    clock.advance(600_000);
    expect(passes).toEqual(["0 game/a"]);
  });
});
