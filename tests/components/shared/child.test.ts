import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { Transform } from "../../../components/index.ts";
import { createChild, createObject } from "../../../components/shared/child.ts";
import { runProgram } from "../../support/pulumi-program.ts";

/** The policy as it is registered under a component, with this transform. */
async function policyWith(transform: Transform<aws.iam.PolicyArgs> | undefined) {
  const { resource } = await runProgram(() => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    const other = new pulumi.ComponentResource("test:index:Other", "other");
    createChild(aws.iam.Policy, "policy", {
      args: { description: "own", policy: "{}" },
      opts: { parent, dependsOn: [other], ignoreChanges: ["description"] },
      transform,
    });
  });
  const { inputs, parent, ignoreChanges, retainOnDelete } = resource("policy");
  return { inputs, parent, ignoreChanges, retainOnDelete };
}

const OWN = {
  inputs: { description: "own", policy: "{}" },
  parent: "parent",
  ignoreChanges: ["description"],
  retainOnDelete: false,
};

describe("a child of a component", () => {
  it("is as the component wants it without a transform", async () => {
    expect(await policyWith(undefined)).toEqual(OWN);
    expect(await policyWith({})).toEqual(OWN);
  });

  it.each<[string, Transform<aws.iam.PolicyArgs>]>([
    ["properties", { path: "/edge/" }],
    ["a function", (args) => ({ ...args, path: "/edge/" })],
    ["properties under args", { args: { path: "/edge/" } }],
    ["a function under args", { args: (args) => ({ ...args, path: "/edge/" }) }],
  ])("has other args by %s", async (_how, transform) => {
    expect(await policyWith(transform)).toEqual({ ...OWN, inputs: { ...OWN.inputs, path: "/edge/" } });
  });

  it("has other options by some to merge, where lists grow, and stays the component's", async () => {
    expect(await policyWith({ opts: { retainOnDelete: true, ignoreChanges: ["tags"] } })).toEqual({
      ...OWN,
      ignoreChanges: ["description", "tags"],
      retainOnDelete: true,
    });
  });

  it("has the options that a function makes of its own, beside other args", async () => {
    const transform: Transform<aws.iam.PolicyArgs> = {
      args: { description: "theirs" },
      opts: ({ ignoreChanges: _ignored, ...opts }, name) => ({ ...opts, retainOnDelete: name === "policy" }),
    };
    expect(await policyWith(transform)).toEqual({
      inputs: { description: "theirs", policy: "{}" },
      parent: "parent",
      ignoreChanges: [],
      retainOnDelete: true,
    });
  });
});

it("a Kubernetes object shows its metadata to a transform", async () => {
  const { resource } = await runProgram(() =>
    createObject(kubernetes.core.v1.ConfigMap, "map", {
      args: { metadata: { name: "map", annotations: { own: "yes" } } },
      opts: {},
      transform: ({ metadata, ...args }) => ({
        ...args,
        metadata: { ...metadata, annotations: { ...metadata.annotations, theirs: "too" } },
      }),
    }),
  );
  expect(resource("map").inputs).toMatchObject({
    metadata: { name: "map", annotations: { own: "yes", theirs: "too" } },
  });
});
