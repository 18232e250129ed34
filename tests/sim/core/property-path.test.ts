import { describe, expect, it } from "vitest";
import {
  formatPropertyPath,
  parsePropertyPath,
  valueAt,
  withValueAt,
} from "../../../sim/core/property-path.ts";

describe("a property path", () => {
  it.each<readonly [string, readonly (string | number)[]]>([
    ["tags", ["tags"]],
    ["spec.replicas", ["spec", "replicas"]],
    ["spec.rules[0].host", ["spec", "rules", 0, "host"]],
    ['metadata.annotations["pulumi.com/waitFor"]', ["metadata", "annotations", "pulumi.com/waitFor"]],
    ['["a\\"b"].c', ['a"b', "c"]],
  ])("%s", (text, path) => {
    expect(parsePropertyPath(text)).toEqual(path);
  });

  it.each(["tags.*", "spec.rules[*].host"])("refuses the wildcard in %s", (text) => {
    expect(() => parsePropertyPath(text)).toThrow(`NotSimulated: property path ${text} (wildcards)`);
  });

  it.each(["a[b]", "a[", 'a["b', "a..b"])("refuses %s, which is not a path", (text) => {
    expect(() => parsePropertyPath(text)).toThrow(
      `"${text}" is not a property path; write it as spec.replicas, items[0] or data["a.b"]`,
    );
  });
});

describe("the text of a path", () => {
  it.each<readonly [readonly (string | number)[], string]>([
    [[], ""],
    [["tags"], "tags"],
    [["spec", "rules", 0, "host"], "spec.rules[0].host"],
    [[0, 1], "[0][1]"],
    [["data", "tls.crt"], 'data["tls.crt"]'],
    [["a.b", "c"], '["a.b"].c'],
    [["a", "*"], 'a["*"]'],
    [["a", ""], 'a[""]'],
    [['say "hi"\\', "[0]"], '["say \\"hi\\"\\\\"]["[0]"]'],
  ])("%j is %s, and is read as such", (path, text) => {
    expect(formatPropertyPath(path)).toBe(text);
    expect(parsePropertyPath(text)).toEqual(path);
  });
});

describe("the value at a path", () => {
  const value = { list: [{ name: "a" }], none: null };

  it.each<readonly [string, unknown]>([
    ["list[0].name", "a"],
    ["list[1].name", undefined],
    ["none.name", undefined],
    ["list[0].name.first", undefined],
  ])("%s is %j", (path, expected) => {
    expect(valueAt(value, parsePropertyPath(path))).toBe(expected);
  });
});

describe("a copy with another value at a path", () => {
  const properties = { spec: { replicas: 1, list: ["a", "b"] } };

  it.each<readonly [string, unknown, object]>([
    ["spec.replicas", 2, { spec: { replicas: 2, list: ["a", "b"] } }],
    ["spec.replicas", undefined, { spec: { list: ["a", "b"] } }],
    ["spec.list[1]", "c", { spec: { replicas: 1, list: ["a", "c"] } }],
    ["other", 1, { ...properties, other: 1 }],
    ["other.inner", 1, properties],
  ])("%s set to %j", (path, value, expected) => {
    expect(withValueAt(properties, parsePropertyPath(path), value)).toEqual(expected);
    expect(properties).toEqual({ spec: { replicas: 1, list: ["a", "b"] } });
  });
});
