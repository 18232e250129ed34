import { describe, expect, it } from "vitest";
import { appsOf, isRouted, pathOf, portOf, workloadOf, type AppKeys } from "../../../stacks/apps/app.ts";

const keys = (given: Partial<AppKeys>): AppKeys => ({
  app: {},
  apps: {},
  appOverrides: {},
  namespace: "web",
  ...given,
});

const only = (given: Partial<AppKeys>) => appsOf(keys(given))[0]!;

describe("applications of a stack", () => {
  it("are the one of the short form where there are no others: a page, under the name 2048", () => {
    expect(appsOf(keys({ app: { replicas: 3 } }))).toEqual([
      {
        name: "2048",
        key: "app",
        entry: { replicas: 3, content: { type: "colour-page" } },
        overridden: [],
        namespace: "web",
        absent: false,
      },
    ]);
  });

  it("go by their order, then by name, as the engine sorts the keys of mappings", () => {
    const apps = { b: {}, a: {}, last: { order: 1000 }, first: { order: -1000 } };
    expect(appsOf(keys({ apps })).map(({ name }) => name)).toEqual(["first", "a", "b", "last"]);
  });

  it("are in the stack's namespace, or in their own", () => {
    const apps = { a: {}, b: { namespace: "other" } };
    expect(appsOf(keys({ apps })).map(({ namespace }) => namespace)).toEqual(["web", "other"]);
  });

  it("take what the stack changes, field by field, variables by name", () => {
    const apps = { a: { image: "a:1", replicas: 2, env: { ONE: "1", TWO: "2" } } };
    const appOverrides = { a: { image: "a:2", env: { TWO: "zwei", THREE: "3" } } };
    const { entry, overridden } = only({ apps, appOverrides });
    expect({ entry, overridden }).toEqual({
      entry: { image: "a:2", replicas: 2, env: { ONE: "1", TWO: "zwei", THREE: "3" } },
      overridden: ["image", "env"],
    });
  });

  it("let replicas and autoscaling take each other's place", () => {
    const autoscaling = { maxReplicas: 5 };
    expect(only({ apps: { a: { replicas: 2 } }, appOverrides: { a: { autoscaling } } }).entry).toEqual({
      autoscaling,
    });
    expect(only({ apps: { a: { autoscaling } }, appOverrides: { a: { replicas: 2 } } }).entry).toEqual({
      replicas: 2,
    });
  });

  it("keep what a page shows where the stack says only a part of it, and not of another page", () => {
    const apps = { a: { content: { type: "colour-page", heading: "Hi", colour: "red" } as const } };
    const content = { type: "colour-page", colour: "blue" } as const;
    expect(only({ apps, appOverrides: { a: { content } } }).entry.content).toEqual({
      type: "colour-page",
      heading: "Hi",
      colour: "blue",
    });
    const game = { content: { type: "game-2048" } } as const;
    expect(only({ apps, appOverrides: { a: game } }).entry.content).toEqual({ type: "game-2048" });
  });

  it("may be absent", () => {
    expect(only({ apps: { a: {} }, appOverrides: { a: { absent: true } } })).toMatchObject({
      absent: true,
      overridden: [],
    });
  });
});

describe("an application", () => {
  it.each([
    ["demo", { content: { type: "game-2048" } }, 80],
    ["demo", { content: { type: "colour-page" } }, 8080],
    ["container", { image: "a" }, 8080],
    ["container", { image: "a", port: 3000 }, 3000],
    ["external", { external: { selector: { a: "b" } }, port: 90 }, 90],
  ] as const)("is a %s as %j, on port %i", (workload, entry, port) => {
    const app = only({ apps: { a: entry } });
    expect([workloadOf(app), portOf(app)]).toEqual([workload, port]);
  });

  it.each([
    [{}, true],
    [{ routes: [] }, false],
    [{ routes: [{ redirect: { host: "b" } }] }, false],
    [{ routes: [{ redirect: { host: "b" } }, { hosts: ["a.b"] }] }, true],
  ])("with %j gets requests: %s", (entry, expected) => {
    expect(isRouted(only({ apps: { a: entry } }))).toBe(expected);
  });

  it("is described where its fields stand", () => {
    const app = only({ apps: { a: { image: "a:1" } }, appOverrides: { a: { image: "a:2" } } });
    expect([pathOf(app, "image"), pathOf(app, "env.A"), pathOf(only({}), "replicas")]).toEqual([
      "appOverrides.a.image",
      "apps.a.env.A",
      "app.replicas",
    ]);
  });
});
