import { describe, expect, it } from "vitest";
import { mergeApplied, pruneGivenUp } from "../../../../sim/kubernetes/schema/apply.ts";
import { builtInType } from "../../../../sim/kubernetes/schema/built-in-types.ts";
import { fieldsOf } from "../../../../sim/kubernetes/schema/compare.ts";
import { union } from "../../../../sim/kubernetes/schema/field-set.ts";
import type { FieldType } from "../../../../sim/kubernetes/schema/field-types.ts";

const pod = builtInType("v1/Pod");
const service = builtInType("v1/Service");

/** What an apply makes of an object of which others hold the fields of `others`. */
function apply(type: FieldType, present: unknown, previous: unknown, applied: unknown, others?: unknown) {
  const merged = mergeApplied(type, present, applied);
  const held = union(fieldsOf(type, applied), fieldsOf(type, others));
  return pruneGivenUp(type, merged, fieldsOf(type, previous), held);
}

describe("merging what is applied", () => {
  it("keeps what others have set, also inside of list entries with keys", () => {
    const present = {
      spec: {
        containers: [
          { name: "app", image: "a:1", imagePullPolicy: "Always" },
          { name: "sidecar", image: "s" },
        ],
      },
    };
    const previous = { spec: { containers: [{ name: "app", image: "a:1" }] } };
    const applied = { spec: { containers: [{ name: "app", image: "a:2" }] } };
    expect(apply(pod, present, previous, applied)).toEqual({
      spec: {
        containers: [
          { name: "app", image: "a:2", imagePullPolicy: "Always" },
          { name: "sidecar", image: "s" },
        ],
      },
    });
  });

  it("removes fields and entries that were applied before", () => {
    const present = {
      spec: {
        hostname: "a",
        containers: [
          { name: "app", tty: true },
          { name: "sidecar", image: "s", tty: true },
        ],
      },
    };
    const previous = {
      spec: { hostname: "a", containers: [{ name: "app", tty: true }, { name: "sidecar" }] },
    };
    const applied = { spec: { containers: [{ name: "app" }] } };
    expect(apply(pod, present, previous, applied)).toEqual({
      spec: { containers: [{ name: "app" }] },
    });
  });

  it("leaves labels and finalizers of others alone when its own go", () => {
    const present = { metadata: { labels: { mine: "1", other: "2" }, finalizers: ["a/mine", "b/other"] } };
    const previous = { metadata: { labels: { mine: "1" }, finalizers: ["a/mine"] } };
    const others = { metadata: { labels: { other: "2" }, finalizers: ["b/other"] } };
    expect(apply(pod, present, previous, { metadata: {} }, others)).toEqual(others);
  });

  it("knows ports by number and protocol, which is TCP if none is given", () => {
    const present = { spec: { ports: [{ port: 80, protocol: "TCP", nodePort: 30080 }] } };
    const applied = { spec: { ports: [{ port: 80, name: "http" }] } };
    expect(apply(service, present, applied, applied)).toEqual({
      spec: { ports: [{ port: 80, protocol: "TCP", nodePort: 30080, name: "http" }] },
    });
  });

  it("replaces atomic values as a whole", () => {
    const present = { spec: { selector: { app: "a", tier: "web" }, externalIPs: ["1.1.1.1"] } };
    const applied = { spec: { selector: { app: "b" }, externalIPs: ["2.2.2.2"] } };
    expect(apply(service, present, {}, applied)).toEqual(applied);
  });

  it("adds to sets what is not there", () => {
    const merged = apply(pod, { metadata: { finalizers: ["b/other"] } }, undefined, {
      metadata: { finalizers: ["a/mine"] },
    });
    expect(merged).toEqual({ metadata: { finalizers: ["b/other", "a/mine"] } });
  });
});
