import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { valuesOfProject } from "../../../stacks/config/project-file.ts";

const folder = mkdtempSync(join(tmpdir(), "project-file-"));

beforeAll(() => {
  pulumi.runtime.setMocks({ call: () => ({}), newResource: () => ({ id: "", state: {} }) }, "p", "one");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("values for all stacks are those that the project's file gives, not its defaults", () => {
  const config = {
    nodeGroups: { value: [{ name: "ng" }] },
    "p:tags": { value: { team: "shop" } },
    namespace: { type: "string", default: "game" },
    "aws:region": "eu-west-1",
  };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "p", config }));
  expect(valuesOfProject(folder)).toEqual({ nodeGroups: [{ name: "ng" }], tags: { team: "shop" } });
});

it.each([["name: p\n"], [""], ["config:\n"]])("there are none in %j", (text) => {
  writeFileSync(join(folder, "Pulumi.yaml"), text);
  expect(valuesOfProject(folder)).toEqual({});
});

it("there are none without a file", () => {
  expect(valuesOfProject(join(folder, "nowhere"))).toEqual({});
});
