import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { refuseSharedNames } from "../../../stacks/refusals/shared-names.ts";
import { refused } from "../../support/refused.ts";

const folder = mkdtempSync(join(tmpdir(), "shared-names-"));
const apps = [{ overridden: [], entry: { routes: [{ hosts: ["www.example.com", "api-*.example.com"] }] } }];
const ZONE = { name: "example.com" };
const ZONES: Readonly<Record<string, string>> = { Z1: "example.com", Z2: "example.com" };

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(stack: string, config: object): void {
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), JSON.stringify({ config }));
}

/** What is refused of a stack with these names. */
function refusal(dns: OwnerConfig["dns"]): Promise<string> {
  file("stack", { "project:dns": dns });
  return refused(() => refuseSharedNames({ apps, dns } as unknown as OwnerConfig, folder), {
    "aws:route53/getZone:getZone"({ zoneId: id = "Z1" }) {
      const zoneId = String(id);
      if (!(zoneId in ZONES)) throw new Error("couldn't find resource");
      return { zoneId, name: ZONES[zoneId]!, privateZone: false };
    },
  });
}

it("a name that two stacks of the project make in one zone is refused in both, however they write the zone", async () => {
  file("two", { "project:dns": { zone: ZONE, names: ["b.example.com", "c.example.com"] } });
  file("three", { "project:dns": { zone: { id: "Z1" }, names: ["c.example.com"] } });
  file("four", { "project:dns": { zone: { id: "Z2" }, names: ["b.example.com"] } });
  file("five", { "project:dns": { zone: { id: "Z9" }, names: ["b.example.com"] } });
  file("six", { "project:dns": { names: ["b.example.com"] } });
  writeFileSync(join(folder, "Pulumi.none.yaml"), "config:\n");
  expect(await refusal({ zone: ZONE, names: ["a.example.com", "b.example.com", "c.example.com"] })).toBe(
    "dns has c.example.com, which stack three makes in the same zone, too (Pulumi.three.yaml); let one stack have each name\n  - dns has b.example.com, c.example.com, which stack two makes in the same zone, too (Pulumi.two.yaml); let one stack have each name",
  );
  expect(await refusal({ zone: { id: "Z2" }, names: ["b.example.com"] })).toBe(
    "dns has b.example.com, which stack four makes in the same zone, too (Pulumi.four.yaml); let one stack have each name",
  );
  expect(await refusal({ zone: ZONE, names: ["a.example.com"] })).toBe("accepted");
});

it("a stack without names of its own makes the hosts of the routes", async () => {
  file("routes", { "project:dns": { zone: ZONE } });
  const expected =
    "dns has www.example.com, which stack routes makes in the same zone, too (Pulumi.routes.yaml); let one stack have each name";
  expect(await refusal({ zone: ZONE, names: ["www.example.com", "a.example.com"] })).toBe(expected);
  expect(await refusal({ zone: ZONE })).toBe(expected);
  expect(await refusal({ zone: ZONE, names: ["a.example.com"] })).toBe("accepted");
});
