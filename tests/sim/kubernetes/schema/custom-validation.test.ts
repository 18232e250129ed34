import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../../sim/kubernetes/schema/custom-types.ts";
import { schemaErrors, setSchemaDefaults } from "../../../../sim/kubernetes/schema/custom-validation.ts";

describe("a value", () => {
  it.each<[JsonSchema, unknown, string[]]>([
    [{ type: "string", nullable: true }, null, []],
    [
      { type: "string" },
      null,
      ['spec.x: Invalid value: "null": spec.x in body must be of type string: "null"'],
    ],
    [{ type: "number" }, 3, []],
    [
      { type: "integer" },
      1.5,
      ['spec.x: Invalid value: "number": spec.x in body must be of type integer: "number"'],
    ],
    [
      { type: "array" },
      {},
      ['spec.x: Invalid value: "object": spec.x in body must be of type array: "object"'],
    ],
    [
      { type: "integer", minimum: 1 },
      0,
      ["spec.x: Invalid value: 0: spec.x in body should be greater than or equal to 1"],
    ],
    [
      { type: "integer", minimum: 1, exclusiveMinimum: true },
      1,
      ["spec.x: Invalid value: 1: spec.x in body should be greater than 1"],
    ],
    [
      { type: "integer", maximum: 5 },
      6,
      ["spec.x: Invalid value: 6: spec.x in body should be less than or equal to 5"],
    ],
    [
      { type: "integer", maximum: 5, exclusiveMaximum: true },
      5,
      ["spec.x: Invalid value: 5: spec.x in body should be less than 5"],
    ],
    [{ type: "string", maxLength: 2 }, "abc", ["spec.x: Too long: may not be more than 2 bytes"]],
    [
      { type: "string", minLength: 1 },
      "",
      ['spec.x: Invalid value: "": spec.x in body should be at least 1 chars long'],
    ],
    [
      { type: "string", pattern: "^arn:" },
      "x",
      ["spec.x: Invalid value: \"x\": spec.x in body should match '^arn:'"],
    ],
    [{ enum: [1, 2] }, 3, ['spec.x: Unsupported value: 3: supported values: "1", "2"']],
    [{ type: "array", maxItems: 1 }, [1, 2], ["spec.x: Too many: 2: must have at most 1 items"]],
    [
      { type: "array", minItems: 1 },
      [],
      ["spec.x: Invalid value: []: spec.x in body should have at least 1 items"],
    ],
    [{ type: "array", "x-kubernetes-list-type": "set" }, ["a", "a"], ['spec.x[1]: Duplicate value: "a"']],
    [
      { type: "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] },
      [
        { name: "a", value: 1 },
        { name: "a", value: 2 },
      ],
      ['spec.x[1]: Duplicate value: {"name":"a"}'],
    ],
    [
      { type: "object", minProperties: 1 },
      {},
      ["spec.x: Invalid value: {}: spec.x in body should have at least 1 properties"],
    ],
    [
      { type: "object", maxProperties: 1 },
      { a: 1, b: 2 },
      ["spec.x: Too many: 2: must have at most 1 items"],
    ],
    [
      { type: "object", additionalProperties: { type: "string" } },
      { a: 1 },
      ['spec.x.a: Invalid value: "integer": spec.x.a in body must be of type string: "integer"'],
    ],
    [
      { allOf: [{ minimum: 2 }] },
      1,
      ["spec.x: Invalid value: 1: spec.x in body should be greater than or equal to 2"],
    ],
    [
      { anyOf: [{ minimum: 2 }, { maximum: 0 }] },
      1,
      ['spec.x: Invalid value: 1: "spec.x" must validate at least one schema (anyOf)'],
    ],
    [
      { oneOf: [{ minimum: 0 }, { maximum: 2 }] },
      1,
      ['spec.x: Invalid value: 1: "spec.x" must validate one and only one schema (oneOf)'],
    ],
    [{ not: { minimum: 0 } }, 1, ['spec.x: Invalid value: 1: "spec.x" must not validate the schema (not)']],
  ])("under %j: %j", (schema, value, errors) => {
    expect(schemaErrors(schema, value, "spec.x")).toEqual(errors);
  });
});

describe("rules", () => {
  const schema: JsonSchema = {
    type: "object",
    properties: { min: { type: "integer" }, max: { type: "integer" } },
    "x-kubernetes-validations": [
      { rule: "self.min <= self.max", messageExpression: "'min ' + string(self.min) + ' is over max'" },
      { rule: "self.max == oldSelf.max", message: "max is immutable" },
    ],
  };

  it("say what is wrong, by their expression", () => {
    expect(schemaErrors(schema, { min: 2, max: 1 }, "spec")).toEqual([
      'spec: Invalid value: "object": min 2 is over max',
    ]);
  });

  it("about changes hold for updates only", () => {
    const value = { min: 1, max: 2 };
    expect(schemaErrors(schema, value, "spec")).toEqual([]);
    expect(schemaErrors(schema, value, "spec", { min: 1, max: 3 })).toEqual([
      'spec: Invalid value: "object": max is immutable',
    ]);
  });

  it("that cannot be evaluated fail", () => {
    expect(schemaErrors(schema, { min: 1 }, "spec")).toEqual([
      'spec: Invalid value: "object": rule evaluation error: no such key: max',
    ]);
  });

  it("without a message quote themselves", () => {
    expect(
      schemaErrors({ type: "integer", "x-kubernetes-validations": [{ rule: "self > 1" }] }, 1, "spec.x"),
    ).toEqual(["spec.x: Invalid value: 1: failed rule: self > 1"]);
  });
});

it("fills in defaults on every level", () => {
  const schema: JsonSchema = {
    type: "object",
    properties: {
      ports: { type: "array", items: { type: "object", properties: { protocol: { default: "TCP" } } } },
      byName: {
        type: "object",
        additionalProperties: { type: "object", properties: { weight: { default: 1 } } },
      },
      mode: { type: "object", default: {}, properties: { kind: { default: "ip" } } },
    },
  };
  const value = { ports: [{}, { protocol: "UDP" }], byName: { a: {} } };
  setSchemaDefaults(schema, value);
  expect(value).toEqual({
    ports: [{ protocol: "TCP" }, { protocol: "UDP" }],
    byName: { a: { weight: 1 } },
    mode: { kind: "ip" },
  });
});
