import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { EngineProject, noEngine, type CommandResult } from "../support/engine.ts";

/** Marks a secret in a state: https://www.pulumi.com/docs/iac/concepts/secrets/ */
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const NAMES = ["example.com", "*.example.com"];
const ZONE = { id: "Z0EXAMPLE0COM0" };
const FEATURES: Readonly<Record<string, unknown>> = {
  certificate: { names: NAMES, zone: ZONE },
  dns: { names: NAMES, zone: ZONE },
  protection: { managedRules: "count" },
  logs: { access: true, deleteLogs: true },
};

/** The tests build on each other: what stands around one load balancer comes, changes and goes. */
describe.skipIf(noEngine !== undefined)("what stands around a load balancer", () => {
  const folder = mkdtempSync(join(tmpdir(), "edge-features-"));
  let project: EngineProject;

  beforeAll(async () => {
    const given = join(folder, "given.yaml");
    writeFileSync(given, JSON.stringify({ hostedZones: [{ ...ZONE, name: "example.com" }] }));
    project = await EngineProject.create({ seed: "edge-features", given });
    const file = join(project.folder, "Pulumi.yaml");
    // The program has the defaults of what a project does not declare.
    writeFileSync(file, stringify({ ...(parse(readFileSync(file, "utf8")) as object), config: {} }));
    await project.addStack("edge", {
      "aws:region": "ap-northeast-2",
      "multicluster-ingress:role": "edge",
      "multicluster-ingress:edgeName": "shop-edge",
      "multicluster-ingress:ingress": { responseHeaders: { noSniff: true } },
    });
    set(FEATURES);
  });
  afterAll(async () => {
    await project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  function set(features: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(features)) project.setConfig("edge", key, value);
  }

  /** Steps of what stands around the load balancer, without the resources before and in it: `create example.com`. */
  function around({ steps }: CommandResult): string[] {
    return steps.flatMap(({ op, name }) =>
      /^shop-edge-(?:certificate|names|protection|logs)-?/.test(name) ? [`${op} ${name}`] : [],
    );
  }

  /** What becomes of resources, but for components, in alphabetical order. */
  function changes({ steps }: CommandResult): string[] {
    return steps
      .flatMap(({ op, type, name }) =>
        type.includes("/") ? [`${op} ${type.split(":").at(-1)!} ${name}`] : [],
      )
      .sort();
  }

  const creates = (...names: readonly string[]) => names.map((name) => `create ${name}`);

  it("is named before AWS tells what is in the records of validation, and comes without anything left to do", async () => {
    const all = creates(
      "shop-edge-certificate",
      "shop-edge-certificate-example.com",
      "shop-edge-certificate-validation",
      "shop-edge-logs",
      "shop-edge-logs-bucket",
      "shop-edge-logs-closed",
      "shop-edge-logs-expiry",
      "shop-edge-logs-policy",
      "shop-edge-names",
      "shop-edge-names-*.example.com",
      "shop-edge-names-example.com",
      "shop-edge-protection",
      "shop-edge-protection-acl",
    );
    expect([...new Set(around(await project.succeed("preview", "edge")))].sort()).toEqual(all);
    expect([...new Set(around(await project.succeed("up", "edge")))].sort()).toEqual(all);
    expect((await project.succeed("up", "edge")).steps).toEqual([]);
    expect((await project.succeed("refresh", "edge")).steps).toEqual([]);
    expect(JSON.stringify(await project.state("edge"))).not.toContain(SECRET);
  });

  it("changes in place, but for the certificate, whose place a new one takes", async () => {
    set({
      certificate: { names: ["example.com", "www.example.com"], zone: ZONE },
      protection: { managedRules: "block" },
    });
    expect(changes(await project.succeed("up", "edge"))).toEqual([
      "create Record shop-edge-certificate-www.example.com",
      "create-replacement Certificate shop-edge-certificate",
      "create-replacement CertificateValidation shop-edge-certificate-validation",
      "delete-replaced Certificate shop-edge-certificate",
      "delete-replaced CertificateValidation shop-edge-certificate-validation",
      "replace Certificate shop-edge-certificate",
      "replace CertificateValidation shop-edge-certificate-validation",
      "update Listener shop-edge-alb-https",
      "update WebAcl shop-edge-protection-acl",
    ]);
    expect((await project.succeed("up", "edge")).steps).toEqual([]);
  });

  it("goes when it is not wanted any more", async () => {
    set({ certificate: undefined, dns: undefined, protection: undefined, logs: undefined });
    expect(changes(await project.succeed("up", "edge"))).toEqual([
      "create ListenerRule shop-edge-alb-http-2048-6702b114",
      "delete Bucket shop-edge-logs-bucket",
      "delete BucketLifecycleConfiguration shop-edge-logs-expiry",
      "delete BucketPolicy shop-edge-logs-policy",
      "delete BucketPublicAccessBlock shop-edge-logs-closed",
      "delete Certificate shop-edge-certificate",
      "delete CertificateValidation shop-edge-certificate-validation",
      "delete Listener shop-edge-alb-https",
      "delete ListenerRule shop-edge-alb-https-2048-6702b114",
      "delete Record shop-edge-certificate-example.com",
      "delete Record shop-edge-certificate-www.example.com",
      "delete Record shop-edge-names-*.example.com",
      "delete Record shop-edge-names-example.com",
      "delete WebAcl shop-edge-protection-acl",
      "delete WebAclAssociation shop-edge-alb-web-acl",
      "update Listener shop-edge-alb-http",
      "update LoadBalancer shop-edge-alb-alb",
      "update SecurityGroup shop-edge-alb-clients",
    ]);
    expect((await project.succeed("up", "edge")).steps).toEqual([]);
  });

  it("goes with all: names before the load balancer, certificate and bucket after it", async () => {
    set(FEATURES);
    await project.succeed("up", "edge");
    const { steps } = await project.succeed("destroy", "edge");
    const at = (name: string) => steps.findIndex((step) => step.type.includes("/") && step.name === name);
    const inOrder = (...names: readonly string[]) => {
      const places = names.map(at);
      expect(places, names.join(", ")).toEqual(places.toSorted((a, b) => a - b));
      expect(Math.min(...places)).toBeGreaterThan(-1);
    };
    inOrder("shop-edge-names-example.com", "shop-edge-alb-https-2048-6702b114", "shop-edge-alb-https");
    inOrder(
      "shop-edge-names-*.example.com",
      "shop-edge-alb-alb",
      "shop-edge-logs-policy",
      "shop-edge-logs-bucket",
    );
    inOrder("shop-edge-alb-https", "shop-edge-certificate-validation", "shop-edge-certificate-example.com");
    inOrder("shop-edge-certificate-example.com", "shop-edge-certificate");
    inOrder("shop-edge-alb-web-acl", "shop-edge-protection-acl");
    expect(await project.state("edge")).toEqual([]);
  });
});
