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

/** What is refused of a stack with these names, or this certificate. */
function refusal(dns: OwnerConfig["dns"], certificate: OwnerConfig["certificate"] = {}): Promise<string> {
  file("stack", { "project:dns": dns, "project:certificate": certificate });
  return refused(() => refuseSharedNames({ apps, dns, certificate } as unknown as OwnerConfig, folder), {
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

it("two stacks of the project with certificates for one domain have to keep its record, both", async () => {
  const withCertificate = (names: string[], keepRecords: boolean) =>
    refusal({}, { zone: { id: "Z1" }, names, keepRecords });
  file("other", { "project:certificate": { zone: ZONE, names: ["*.example.com"] } });
  const expected =
    "certificate is for example.com, as is that of stack other (Pulumi.other.yaml), and both are validated by the same record: it would go with the first of the stacks, and the other certificate would not be renewed; set certificate.keepRecords to true in both, or let one stack make the certificate and name it in ingress.tls.certificateArns of the other";
  expect(await withCertificate(["example.com"], false)).toBe(expected);
  expect(await withCertificate(["example.com"], true)).toBe(expected);
  expect(await withCertificate(["www.example.com"], false)).toBe("accepted");
  file("other", { "project:certificate": { zone: ZONE, names: ["*.example.com"], keepRecords: true } });
  expect(await withCertificate(["example.com"], false)).toBe(expected);
  expect(await withCertificate(["example.com"], true)).toBe("accepted");
});
