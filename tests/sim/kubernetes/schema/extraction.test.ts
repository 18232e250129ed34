import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import builtInTypes from "../../../../sim/kubernetes/schema/built-in-types.json" with { type: "json" };
import { extractTypes, type OpenApiSchema } from "../../../../sim/kubernetes/schema/extraction.ts";
import { upstream } from "../../../support/upstream.ts";

it("writes each field's type, how it is merged and whether it is required", () => {
  const definitions = {
    "io.k8s.api.core.v1.ConfigMap": {
      type: "object",
      properties: {
        data: { type: "object", additionalProperties: { type: "string" }, "x-kubernetes-map-type": "atomic" },
        immutable: { type: "boolean" },
        metadata: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" },
        extra: { type: "object" },
      },
      required: ["immutable"],
      "x-kubernetes-group-version-kind": [{ group: "", kind: "ConfigMap", version: "v1" }],
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {
      properties: {
        creationTimestamp: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Time" },
        finalizers: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
        generation: { type: "integer", format: "int64" },
        ownerReferences: {
          type: "array",
          items: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference" },
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["uid"],
        },
      },
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference": {
      properties: {
        uid: { type: "string" },
        size: { $ref: "#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity" },
        port: { $ref: "#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString" },
        share: { type: "number" },
        count: { type: "integer", format: "int32" },
        names: { type: "array", items: { type: "string" } },
      },
      "x-kubernetes-map-type": "atomic",
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": { type: "string", format: "date-time" },
    "io.k8s.api.batch.v1.Job": {
      properties: {},
      "x-kubernetes-group-version-kind": [{ group: "batch", kind: "Job", version: "v1" }],
    },
  };
  expect(extractTypes(definitions)).toEqual({
    kinds: { "v1/ConfigMap": "core.v1.ConfigMap" },
    types: {
      "core.v1.ConfigMap": {
        data: "{string} atomic",
        immutable: "bool required",
        metadata: "meta.v1.ObjectMeta",
        extra: "any",
      },
      "meta.v1.ObjectMeta": {
        creationTimestamp: "time",
        finalizers: "[string] set",
        generation: "int64",
        ownerReferences: "[meta.v1.OwnerReference atomic] by uid",
      },
      "meta.v1.OwnerReference": {
        uid: "string",
        size: "quantity",
        port: "intOrString",
        share: "double",
        count: "int32",
        names: "[string]",
      },
    },
  });
});

it("has been made from what the API server says of its kinds", (test) => {
  const text = readFileSync(upstream(test, "kubernetes-openapi-v1.34.4.json"), "utf8");
  const { definitions } = JSON.parse(text) as { definitions: Readonly<Record<string, OpenApiSchema>> };
  expect(extractTypes(definitions)).toEqual(builtInTypes);
});
