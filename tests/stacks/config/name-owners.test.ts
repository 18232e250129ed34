import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, expect, it } from "vitest";
import { sharedNameProblems } from "../../../stacks/config/name-owners.ts";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";

const folder = mkdtempSync(join(tmpdir(), "name-owners-"));
const config = {
  dns: { zone: { name: "example.com" }, names: ["a.example.com", "b.example.com"] },
} as unknown as OwnerConfig;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("a name that two stacks of the project make in one zone is refused in both", () => {
  pulumi.runtime.setMocks({ call: () => ({}), newResource: () => ({ id: "", state: {} }) }, "p", "one");
  const file = (stack: string, dns: object) => {
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), JSON.stringify({ config: { "p:dns": dns } }));
  };
  file("one", { zone: { name: "example.com" }, names: ["a.example.com"] });
  file("two", { zone: { name: "example.com" }, names: ["b.example.com", "c.example.com"] });
  file("inside", { zone: { name: "example.com", private: true } });
  writeFileSync(join(folder, "Pulumi.none.yaml"), "config:\n");
  expect(sharedNameProblems(config, folder)).toEqual([
    {
      path: "dns",
      reason:
        "has b.example.com, which stack two makes in the same zone, too (Pulumi.two.yaml); let one stack have each name",
    },
  ]);
});
