import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { Authority } from "../../../../sim/data-plane/tls/authority.ts";

it("issues certificates as ACM does, which who trusts it can verify", async () => {
  const authority = await Authority.create();
  const { cert, key } = await authority.issue(["shop.example.com", "*.example.com", "localhost"]);
  const certificate = new X509Certificate(cert);
  const ca = new X509Certificate(authority.certificate);
  expect([certificate.checkIssued(ca), certificate.verify(ca.publicKey), ca.ca, certificate.ca]).toEqual([
    ...[true, true, true, false],
  ]);
  expect(certificate.subject).toBe("CN=shop.example.com");
  expect(certificate.subjectAltName).toBe(
    "DNS:shop.example.com, DNS:*.example.com, DNS:localhost, IP Address:127.0.0.1",
  );
  expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
});

it("leaves a name out of the subject that is too long for it", async () => {
  const name = `${"a".repeat(60)}.example.com`;
  const { cert } = await (await Authority.create()).issue([name]);
  const { subject, subjectAltName } = new X509Certificate(cert);
  expect([subject, subjectAltName]).toEqual([undefined, `DNS:${name}`]);
});

/** In a process of its own: here other tests have loaded it. */
it("loads nothing before it is asked for", () => {
  const program = `
    import { createRequire } from "node:module";
    const { cache } = createRequire(import.meta.url);
    const loaded = () => Object.keys(cache).some((path) => path.includes("@peculiar"));
    const { DataPlane } = await import("./sim/data-plane/data-plane.ts");
    const { SimulatedCloud } = await import("./sim/cloud.ts");
    const { Authority } = await import("./sim/data-plane/tls/authority.ts");
    const authority = await new DataPlane(new SimulatedCloud()).certificateAuthority();
    console.log(authority, loaded());
    await Authority.create();
    console.log(loaded());
  `;
  const arguments_ = ["--input-type=module", "--eval", program];
  expect(execFileSync(process.execPath, arguments_, { encoding: "utf8" })).toBe("undefined false\ntrue\n");
});
