import { beforeEach, describe, expect, it } from "vitest";
import { compileJsonPath } from "../../../../../sim/kubernetes/pulumi/await/json-path.ts";
import { customResourceDefinition } from "../../../../support/custom-resource-definition.ts";
import { newWorld, reasons, Resource, type World } from "../world.ts";

const WIDGET = "kubernetes:example.com/v1:Widget";

let world: World;

beforeEach(() => {
  world = newWorld({ nodes: 0 });
  world.cluster.api.create(customResourceDefinition("example.com", "Widget", "widgets"));
});

/** Creates a Widget whose controller writes a status after ten seconds. @returns how long it took to be ready. */
function create(waitFor: string, status: object): number {
  const { clock } = world.cloud;
  clock.schedule(10_000, () => {
    world.cluster.api.patch("example.com/v1/Widget", "default", "w", { status }, "status");
  });
  const start = clock.now();
  const annotations = { "pulumi.com/waitFor": waitFor };
  new Resource(world, WIDGET, "w", { timeoutMs: 60_000 }).create({
    metadata: { name: "w", annotations },
    spec: {},
  });
  return clock.now() - start;
}

const ready = { conditions: [{ type: "Ready", status: "True", observedGeneration: 1 }] };

describe.each([
  ["jsonpath={.status.observedGeneration}", { observedGeneration: 1 }],
  ["jsonpath={ .status.phase }=Bound", { phase: "Bound" }],
  ["jsonpath={.status.count}=3", { count: 3 }],
  ["jsonpath={.status.addresses}", { addresses: [] }],
  ["jsonpath={.status.addresses[0].ip}=10.0.0.1", { addresses: [{ ip: "10.0.0.1" }] }],
  ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', ready],
  ["condition=Ready", ready],
  ["condition=ready=true", ready],
  ["condition=Ready=False", { conditions: [{ type: "Ready", status: "False" }] }],
  ['["condition=Ready", "jsonpath={.status.phase}"]', { ...ready, phase: "x" }],
])("%s", (waitFor, status) => {
  it("holds once the status says so", () => {
    expect(create(waitFor, status)).toBe(10_000);
  });
});

describe.each([
  ["another value", "jsonpath={.status.phase}=Bound", { phase: "Pending" }],
  [
    "a status of an earlier generation",
    "jsonpath={.status.phase}",
    { phase: "Bound", observedGeneration: 0 },
  ],
  [
    "a condition of an earlier generation",
    "condition=Ready",
    { conditions: [{ type: "Ready", status: "True", observedGeneration: 0 }] },
  ],
  ["a condition that is false", "condition=Ready", { conditions: [{ type: "Ready", status: "False" }] }],
  ["one of two conditions", '["condition=Ready", "jsonpath={.status.phase}"]', ready],
])("%s", (_name, waitFor, status) => {
  it("is not enough", () => {
    expect(reasons(() => create(waitFor, status))).toEqual([
      'resource "urn:pulumi:dev::test::kubernetes:example.com/v1:Widget::w" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition',
    ]);
  });
});

it.each([
  ["status.phase", 'expected a "jsonpath=" or "condition=" prefix, got "status.phase"'],
  ["[]", "at least one condition must be specified"],
  ["jsonpath=.status.phase", ".status.phase should be wrapped in brackets { ... }"],
  ["jsonpath='{.status}'", "'{.status}' should omit shell quotes"],
  ["jsonpath={.status}=", "{.status}= requires a value"],
  ["jsonpath={.a}=b=c", 'format should be {.path}=value or {.path}, got "{.a}=b=c"'],
])("refuses %s, and leaves the object behind as the provider does", (waitFor, message) => {
  expect(() => create(waitFor, {})).toThrow(
    `resource "urn:pulumi:dev::test::kubernetes:example.com/v1:Widget::w" was not successfully created by the Kubernetes API server: ${message}`,
  );
  expect(world.cluster.api.find("example.com/v1/Widget", "default", "w")).toBeDefined();
});

it("is judged by the answer to an update, before any controller has seen the object", () => {
  const { clock } = world.cloud;
  const widget = (size: number) => ({
    metadata: { name: "w", annotations: { "pulumi.com/waitFor": "jsonpath={.status.phase}" } },
    spec: { size },
  });
  const write = (phase: string) => () => {
    world.cluster.api.patch("example.com/v1/Widget", "default", "w", { status: { phase } }, "status");
  };
  clock.schedule(10_000, write("first"));
  const resource = new Resource(world, WIDGET, "w").create(widget(1));
  clock.schedule(0, write("second"));
  expect(resource.update(widget(2)).outputs["status"]).toEqual({ phase: "first" });
  clock.settle();
  expect(world.cluster.api.find("example.com/v1/Widget", "default", "w")!["status"]).toEqual({
    phase: "second",
  });
});

describe("JSONPath", () => {
  const object = {
    a: {
      "b.c": [
        { n: "x", v: 1 },
        { n: "y", v: 2 },
      ],
    },
    list: [1, 2, 3],
  };

  it.each([
    [".a['b.c'][1].v", [2]],
    ['$.a["b.c"][-1].v', [2]],
    [".a['b.c'][*].n", ["x", "y"]],
    [".list[*]", [1, 2, 3]],
    [".a.*[0].n", ["x"]],
    ['.a["b.c"][?(@.n=="y")].v', [2]],
    [".a['b.c'][?@.v==1].n", ["x"]],
    [".a['b.c'][?(@.v > 1)].n", ["y"]],
    [".a['b.c'][?@.v >= 1 && !(@['n'] == 'x')].n", ["y"]],
    [".a['b.c'][?@.n == 'x' || @.v == @.v].n", ["x", "y"]],
    [".a['b.c'][?@.v <= 1].n", ["x"]],
    [".a['b.c'][?@.n != 'x'].n", ["y"]],
    [".a['b.c'][?@.w].n", []],
    [".a['b.c'][?match(@.n, '[xy]')].n", ["x", "y"]],
    [".a['b.c'][?match(@.n, 'x|yy')].n", ["x"]],
    [".a['b.c'][?match(@.v, '1')].n", []],
    ["$[?@['b.c'][0].n < 'y']['b.c'][1].v", [2]],
    [".none.at.all", []],
    [".list[7]", []],
  ])("%s selects %j", (path, expected) => {
    expect(compileJsonPath(path)(object)).toEqual(expected);
  });

  it.each([".a..b", ".list[0:2]", ".list[?(@.v > $.n)]", ".list[?length(@) > 1]", ".list[?@.v ==]"])(
    "%s is not simulated",
    (path) => {
      expect(() => compileJsonPath(path)).toThrow(`NotSimulated: JSONPath (${path})`);
    },
  );
});
