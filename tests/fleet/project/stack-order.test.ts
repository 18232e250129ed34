import { describe, expect, it } from "vitest";
import type { ConfigValue, StackFile } from "../../../fleet/project/project.ts";
import { orderStacks, relationProblems } from "../../../fleet/project/stack-order.ts";

const PROJECT = { name: "shop", defaults: { "shop:sharedStack": "", "shop:count": 3 } };

type Settings = Readonly<Record<string, ConfigValue>>;

/** Stack files by name; each is in one region with a cluster of its own unless it says otherwise. */
function filesOf(stacks: Readonly<Record<string, Settings>>): StackFile[] {
  return Object.entries(stacks).map(([stack, settings]) => ({
    stack,
    path: `Pulumi.${stack}.yaml`,
    secretKeys: [],
    config: Object.fromEntries(
      Object.entries({
        "aws:region": "ap-northeast-2",
        clusterName: `${stack}-cluster`,
        role: settings["sharedStack"] === undefined ? "primary" : "member",
        ...settings,
      }).map(([key, value]) => [key.includes(":") ? key : `shop:${key}`, value]),
    ),
  }));
}

function problemsOf(
  stacks: Readonly<Record<string, Settings>>,
  unreadable: readonly string[] = [],
): string[] {
  return relationProblems(PROJECT, filesOf(stacks), [...Object.keys(stacks), ...unreadable]);
}

describe("stacks beside each other", () => {
  it("are right when members share from a primary, in one region, with clusters of their own", () => {
    expect(
      problemsOf({
        a: {},
        b: { sharedStack: "a" },
        c: { sharedStack: "acme/shop/a" },
        d: { sharedStack: "" },
        e: { sharedStack: "neither/one" },
      }),
    ).toEqual([]);
  });

  it.each<readonly [string, Readonly<Record<string, Settings>>, readonly string[]]>([
    [
      "share from one that does not run",
      { a: {}, b: { sharedStack: "x" } },
      [
        'Pulumi.b.yaml: sharedStack is "x", which is not among the stacks that run (a, b); add it, or name another',
      ],
    ],
    [
      "share from one of another project",
      { a: {}, b: { sharedStack: "acme/bakery/a" } },
      ['Pulumi.b.yaml: sharedStack is "acme/bakery/a", of project bakery; only stacks of shop run here'],
    ],
    [
      "share from a member",
      { a: {}, b: { sharedStack: "a" }, c: { sharedStack: "b" } },
      ['Pulumi.c.yaml: sharedStack is "b", a member itself; name the stack with role primary or edge'],
    ],
    [
      "share from themselves",
      { a: { sharedStack: "a" } },
      [
        'Pulumi.a.yaml: sharedStack is "a", and that leads back to it (a -> a); one of them must have role primary or edge',
      ],
    ],
    [
      "share from each other in a circle",
      { a: { sharedStack: "c" }, b: { sharedStack: "a" }, c: { sharedStack: "b" } },
      [
        'Pulumi.a.yaml: sharedStack is "c", and that leads back to it (a -> c -> b -> a); one of them must have role primary or edge',
        'Pulumi.b.yaml: sharedStack is "a", and that leads back to it (b -> a -> c -> b); one of them must have role primary or edge',
        'Pulumi.c.yaml: sharedStack is "b", and that leads back to it (c -> b -> a -> c); one of them must have role primary or edge',
      ],
    ],
    [
      "have clusters of one name",
      { a: { clusterName: "one" }, b: { sharedStack: "a", clusterName: "one" }, c: { sharedStack: "a" } },
      [
        'Pulumi.a.yaml and Pulumi.b.yaml: clusterName is "one" in each; give every stack a cluster name of its own',
      ],
    ],
    [
      "are edges of one name",
      {
        a: { role: "edge", edgeName: "shop" },
        b: { role: "edge", edgeName: "shop" },
        c: { sharedStack: "a", clusterName: "shop" },
      },
      [
        'Pulumi.a.yaml and Pulumi.b.yaml: edgeName is "shop" in each; give every stack an edge name of its own',
      ],
    ],
    [
      "describe apps for themselves alone",
      { a: { apps: { shop: {} } }, b: { sharedStack: "a", appOverrides: { shop: {} } } },
      [
        "Pulumi.a.yaml: apps stands in the file of one stack, where it takes the place of what Pulumi.yaml says for all of them; " +
          "move it to Pulumi.yaml (config: apps: value), and write what this stack changes under appOverrides",
      ],
    ],
    [
      "are in several regions",
      { a: {}, b: { sharedStack: "a", "aws:region": "us-east-1" } },
      [
        "aws:region is ap-northeast-2 in Pulumi.a.yaml, us-east-1 in Pulumi.b.yaml; " +
          "all stacks share one target group and must be in one region",
      ],
    ],
    [
      "are wrong in several ways",
      { a: { clusterName: "one" }, b: { sharedStack: "x", clusterName: "one", "aws:region": "us-east-1" } },
      [
        'Pulumi.b.yaml: sharedStack is "x", which is not among the stacks that run (a, b); add it, or name another',
        'Pulumi.a.yaml and Pulumi.b.yaml: clusterName is "one" in each; give every stack a cluster name of its own',
        "aws:region is ap-northeast-2 in Pulumi.a.yaml, us-east-1 in Pulumi.b.yaml; " +
          "all stacks share one target group and must be in one region",
      ],
    ],
  ])("are refused when they %s", (_what, stacks, problems) => {
    expect(problemsOf(stacks)).toEqual(problems);
  });

  it("are not compared by texts that are not regions", () => {
    expect(problemsOf({ a: { "aws:region": ["x"] }, b: { sharedStack: "a", "aws:region": ["x"] } })).toEqual(
      [],
    );
  });

  it("are not blamed for one whose file cannot be read", () => {
    expect(problemsOf({ b: { sharedStack: "a" } }, ["a"])).toEqual([]);
  });
});

describe("the order of stacks", () => {
  it("puts a stack after the one that it shares from, and else keeps theirs", () => {
    const stacks = { a: { sharedStack: "c" }, b: { sharedStack: "acme/shop/c" }, c: {}, d: {} };
    expect(orderStacks(PROJECT, filesOf(stacks)).map(({ stack, role }) => `${stack} ${role}`)).toEqual([
      "c primary",
      "a member",
      "b member",
      "d primary",
    ]);
  });

  it("puts an edge before all that share from it", () => {
    const stacks = {
      blue: { sharedStack: "web" },
      green: { sharedStack: "acme/shop/web" },
      web: { role: "edge", edgeName: "web" },
    };
    expect(orderStacks(PROJECT, filesOf(stacks)).map(({ stack, role }) => `${stack} ${role}`)).toEqual([
      "web edge",
      "blue member",
      "green member",
    ]);
  });

  it("gives each stack the configuration that its program will see", () => {
    const [ordered] = orderStacks(PROJECT, filesOf({ a: { list: [1] } }));
    expect(ordered).toEqual({
      stack: "a",
      secretKeys: [],
      role: "primary",
      config: {
        "aws:region": "ap-northeast-2",
        "shop:clusterName": "a-cluster",
        "shop:role": "primary",
        "shop:sharedStack": "",
        "shop:count": "3",
        "shop:list": "[1]",
      },
    });
  });
});
