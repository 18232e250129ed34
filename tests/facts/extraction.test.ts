import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { extractDefinitions, mergeReleases } from "../../facts/extraction.ts";
import gatewayApi from "../../facts/gateway-api-crds.json" with { type: "json" };
import { gatewayApiCrds, lbcGatewayCrds } from "../../facts/gateway-crds.ts";
import lbc from "../../facts/lbc-crds.json" with { type: "json" };
import { lbcCrds } from "../../facts/lbc-crds.ts";
import lbcGateway from "../../facts/lbc-gateway-crds.json" with { type: "json" };
import { upstream } from "../support/upstream.ts";

const WIDGETS = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  names: { kind: Widget, listKind: WidgetList, plural: widgets, singular: widget, shortNames: [wd] }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      deprecated: true
      deprecationWarning: use v2
      additionalPrinterColumns:
        - { name: SIZE, type: integer, jsonPath: .spec.size, priority: 1, description: How big it is }
      subresources: { status: {} }
      schema:
        openAPIV3Schema:
          description: A widget.
          type: object
          required: [spec]
          properties:
            spec:
              description: What it should be.
              type: object
              x-kubernetes-validations:
                - { rule: self.size > 1 || has(self.description), message: say what it is }
              properties:
                description: { description: What it is., type: string, nullable: true, default: { description: none } }
                size: { description: How big it is., type: integer, minimum: 1, maximum: 9, enum: [1, 9] }
                parts:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [name]
                  items:
                    description: A part.
                    type: object
                    properties: { name: { description: Its name., type: string, pattern: "^[a-z]+$" } }
                labels: { type: object, additionalProperties: { description: A value., type: string } }
                open: { type: object, additionalProperties: true, x-kubernetes-preserve-unknown-fields: true }
              oneOf: [{ description: Small., required: [size] }, { not: { description: Big., required: [parts] } }]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gadgets.example.com }
spec:
  group: example.com
  names: { kind: Gadget, plural: gadgets }
  scope: Cluster
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
`;

it("takes everything but descriptions out of a file, fields of that name and values included", () => {
  expect(extractDefinitions(WIDGETS)).toEqual([
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "widgets.example.com" },
      spec: {
        group: "example.com",
        names: {
          kind: "Widget",
          listKind: "WidgetList",
          plural: "widgets",
          singular: "widget",
          shortNames: ["wd"],
        },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            deprecated: true,
            deprecationWarning: "use v2",
            additionalPrinterColumns: [
              { name: "SIZE", type: "integer", jsonPath: ".spec.size", priority: 1 },
            ],
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: {
                type: "object",
                required: ["spec"],
                properties: {
                  spec: {
                    type: "object",
                    "x-kubernetes-validations": [
                      { rule: "self.size > 1 || has(self.description)", message: "say what it is" },
                    ],
                    properties: {
                      description: { type: "string", nullable: true, default: { description: "none" } },
                      size: { type: "integer", minimum: 1, maximum: 9, enum: [1, 9] },
                      parts: {
                        type: "array",
                        "x-kubernetes-list-type": "map",
                        "x-kubernetes-list-map-keys": ["name"],
                        items: {
                          type: "object",
                          properties: { name: { type: "string", pattern: "^[a-z]+$" } },
                        },
                      },
                      labels: { type: "object", additionalProperties: { type: "string" } },
                      open: {
                        type: "object",
                        additionalProperties: true,
                        "x-kubernetes-preserve-unknown-fields": true,
                      },
                    },
                    oneOf: [{ required: ["size"] }, { not: { required: ["parts"] } }],
                  },
                },
              },
            },
          },
        ],
      },
    },
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "gadgets.example.com" },
      spec: {
        group: "example.com",
        names: { kind: "Gadget", plural: "gadgets" },
        scope: "Cluster",
        versions: [
          { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } },
        ],
      },
    },
  ]);
});

it("keeps releases that it has no file of, and writes what several have in common once", () => {
  const [widgets, gadgets] = extractDefinitions(WIDGETS);
  const known = [{ releases: ["1.0", "1.1"], definitions: [gadgets!] }];
  expect(mergeReleases(known, { "1.1": [widgets!], "1.2": [widgets!] })).toEqual([
    { releases: ["1.0"], definitions: [gadgets] },
    { releases: ["1.1", "1.2"], definitions: [widgets] },
  ]);
});

it("knows no other releases than those in its file", () => {
  expect(() => lbcCrds("1.13.0")).toThrow("facts/lbc-crds.json has no release 1.13.0");
});

const FILES = [
  { name: "lbc-crds", data: lbc, definitions: lbcCrds },
  { name: "lbc-gateway-crds", data: lbcGateway, definitions: lbcGatewayCrds },
  { name: "gateway-api-crds", data: gatewayApi, definitions: gatewayApiCrds },
].flatMap(({ data, ...file }) =>
  data.flatMap(({ releases }) => releases).map((release) => ({ ...file, release })),
);

it.for(FILES)(
  "has in $name of release $release what upstream's file says, but for descriptions; facts/extract.ts writes it",
  ({ name, release, definitions }, test) => {
    const text = readFileSync(upstream(test, `${name}-v${release}.yaml`), "utf8");
    const whole = parseAllDocuments(text).map((document) => document.toJS() as unknown);
    const withoutTexts = JSON.parse(JSON.stringify(whole), (key, value: unknown) =>
      key === "description" && typeof value === "string" ? undefined : value,
    ) as unknown;
    expect(definitions(release)).toEqual(withoutTexts);
  },
);
