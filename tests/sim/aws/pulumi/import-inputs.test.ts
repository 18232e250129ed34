import { describe, expect, it } from "vitest";
import { z } from "zod";
import { importInputs } from "../../../../sim/aws/pulumi/import-inputs.ts";

const schema = z.object({
  name: z.string(),
  path: z.string().optional(),
  days: z.number().optional(),
  enabled: z.exactOptional(z.boolean()),
  rules: z.array(z.object({ port: z.number(), note: z.string().optional() })).optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

describe("inputs of an import", () => {
  it("are the outputs that are inputs as well, also inside of blocks", () => {
    const rules = [{ port: 0, note: "", id: "r-1" }];
    expect(importInputs(schema, { arn: "arn", name: "web", path: "/web", rules, tags: { a: "" } })).toEqual({
      name: "web",
      path: "/web",
      rules: [{ port: 0 }],
      tags: { a: "" },
    });
  });

  it("leave out what is empty, unless it is required", () => {
    const outputs = { name: "", path: "", days: 0, enabled: false, rules: [], tags: {} };
    expect(importInputs(schema, outputs)).toEqual({ name: "" });
    expect(importInputs(schema, { name: null, path: undefined })).toEqual({});
  });

  it("leave out what is the default, and keep what is empty but is not", () => {
    const defaults = { path: "/", enabled: true };
    expect(importInputs(schema, { name: "web", path: "/", enabled: true }, defaults)).toEqual({
      name: "web",
    });
    expect(importInputs(schema, { name: "web", path: "", enabled: false }, defaults)).toEqual({
      name: "web",
      path: "",
      enabled: false,
    });
  });
});
