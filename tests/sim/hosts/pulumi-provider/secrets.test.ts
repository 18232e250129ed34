/** Secrets that a program gives are marked wherever they turn up in an answer. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { newWorld, type World } from "../../kubernetes/pulumi/world.ts";
import { secret, ServedPackages } from "./support.ts";

const VPC = "aws:ec2/vpc:Vpc";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const TEXT = "never-shown";
const CIDR = "10.0.0.0/16";

describe("an AWS resource with a secret", () => {
  let served: ServedPackages;

  beforeEach(async () => {
    served = await ServedPackages.serve();
  });
  afterEach(async () => {
    await served.close();
  });

  it("has it in what was checked, in the outputs of the same name and in those that follow from them", async () => {
    const { inputs, outputs } = await served.create(VPC, {
      cidrBlock: CIDR,
      tags: { Token: secret(TEXT), Team: "web" },
    });
    expect(inputs["tags"]).toEqual({ Token: secret(TEXT), Team: "web" });
    expect(outputs).toMatchObject({
      cidrBlock: CIDR,
      tags: { Token: secret(TEXT), Team: "web" },
      tagsAll: { Token: secret(TEXT), Team: "web" },
    });
  });

  it("tells the model the plain value", async () => {
    await served.create(VPC, { cidrBlock: secret(CIDR), enableDnsSupport: secret(false) });
    const [vpc] = ec2State(served.cloud).vpcs.values();
    expect(vpc).toMatchObject({ CidrBlock: CIDR, Attributes: { enableDnsSupport: false } });
  });

  it("hides the keys of an object that is secret as a whole", async () => {
    const tags = secret({ "very-private": "x", Team: "web" });
    const { inputs, outputs } = await served.create(VPC, { cidrBlock: CIDR, tags });
    expect([outputs["tags"], outputs["tagsAll"]]).toEqual([tags, tags]);
    const diff = await served.diff(VPC, "vpc-1", inputs, { ...inputs, tags: secret({ other: "y" }) });
    expect(diff).toEqual({ changed: ["tags"], replaces: [], paths: ["tags"] });
  });

  it("keeps it secret in previews", async () => {
    const { outputs } = await served.create(
      VPC,
      { cidrBlock: CIDR, tags: { Token: secret(TEXT) } },
      { preview: true },
    );
    expect(outputs["tags"]).toEqual({ Token: secret(TEXT) });
  });

  it("keeps it secret when it is read again, also where the cloud has another value now", async () => {
    const { id, inputs, outputs } = await served.create(VPC, {
      cidrBlock: CIDR,
      tags: { Token: secret(TEXT) },
    });
    expect(await served.read(VPC, id, inputs, outputs)).toMatchObject({ inputs, outputs });
    served.cloud.call(served.cloud.administrator, "ec2", "CreateTags", {
      Resources: [id],
      Tags: [{ Key: "Token", Value: "changed-by-hand" }],
    });
    const changed = secret("changed-by-hand");
    expect(await served.read(VPC, id, inputs, outputs)).toMatchObject({
      inputs: { tags: { Token: changed } },
      outputs: { tags: { Token: changed }, tagsAll: { Token: changed } },
    });
  });

  it("does not show what was secret before an update, until the program gives it in the clear", async () => {
    const { id, inputs, outputs } = await served.create(VPC, {
      cidrBlock: CIDR,
      tags: { Token: secret(TEXT) },
    });
    const change = { before: inputs, state: outputs };
    const rotated = { ...inputs, tags: { Token: secret("rotated") } };
    const preview = await served.update(VPC, id, { ...change, after: rotated }, { preview: true });
    expect(preview).toMatchObject({ tags: { Token: secret("rotated") }, tagsAll: { Token: secret(TEXT) } });
    const given = { ...inputs, tags: { Token: TEXT } };
    expect(await served.update(VPC, id, { ...change, after: given })).toMatchObject({
      tags: { Token: TEXT },
      tagsAll: { Token: TEXT },
    });
  });

  it("marks it inside of base64 and of JSON", async () => {
    const script = Buffer.from(`#!/bin/sh\necho "${TEXT}"`).toString("base64");
    const { outputs } = await served.create("aws:ec2/launchTemplate:LaunchTemplate", {
      userData: script,
      tags: { Token: secret(TEXT), Quoted: secret('a "quoted" word') },
      description: JSON.stringify({ word: 'a "quoted" word' }),
    });
    expect(outputs["userData"]).toEqual(secret(script));
    expect(outputs["description"]).toEqual(secret(JSON.stringify({ word: 'a "quoted" word' })));
  });

  it("leaves other values alone, and short secrets within longer texts", async () => {
    const { outputs } = await served.create(VPC, {
      cidrBlock: CIDR,
      tags: { Stage: secret("vp"), Same: "vp", Flag: secret("true"), On: "true" },
    });
    expect(outputs["tagsAll"]).toEqual({
      Stage: secret("vp"),
      Same: secret("vp"),
      Flag: "true",
      On: "true",
    });
    expect(outputs["arn"]).toMatch(/:vpc\/vpc-/);
  });

  it("is left out of what the cloud or a check refuses", async () => {
    const wrong = served.create(VPC, { cidrBlock: secret("10.0.0.0/40") });
    await expect(wrong).rejects.toThrow("[secret]");
    await expect(wrong).rejects.not.toThrow("10.0.0.0/40");
  });

  it("is a function's argument", async () => {
    const { id } = await served.create(VPC, { cidrBlock: CIDR, tags: { Token: TEXT } });
    const known = await served.invoke("aws:ec2/getVpc:getVpc", { id: secret(id) });
    expect(known).toMatchObject({ id: secret(id), cidrBlock: CIDR, tags: { Token: TEXT } });
  });
});

describe("a Kubernetes object with a secret", () => {
  let world: World;
  let served: ServedPackages;

  beforeEach(async () => {
    world = newWorld();
    served = await ServedPackages.serve(world.cloud);
    const kubeconfig = secret(world.provider["kubeconfig"]);
    await served.configure("kubernetes", { kubeconfig });
  });
  afterEach(async () => {
    await served.close();
  });

  it("has it in the object and in the inputs that its state keeps", async () => {
    const { id, inputs, outputs } = await served.create(CONFIG_MAP, {
      metadata: { name: "settings", annotations: { note: secret(TEXT) } },
      data: secret({ key: "value" }),
    });
    const expected = {
      metadata: { name: "settings", annotations: { note: secret(TEXT) } },
      data: secret({ key: "value" }),
    };
    expect(outputs).toMatchObject({ ...expected, __inputs: expected });
    expect(await served.read(CONFIG_MAP, id, inputs, outputs)).toMatchObject({ inputs: expected, outputs });
  });

  it("has it in what follows from the configuration of the provider", async () => {
    const { provider } = world;
    await served.configure("kubernetes", { ...provider, namespace: secret("kube-public") });
    const { outputs } = await served.create(CONFIG_MAP, { metadata: { name: "settings" } });
    expect(outputs["metadata"]).toMatchObject({ name: "settings", namespace: secret("kube-public") });
  });

  it("hides a list of which one entry is secret", async () => {
    const containers = [{ name: "c", image: "idle", env: [{ name: "TOKEN", value: secret(TEXT) }] }];
    const { outputs } = await served.create("kubernetes:core/v1:Pod", {
      metadata: { name: "pod" },
      spec: { containers },
    });
    expect(outputs["spec"]).toMatchObject({
      containers: secret([expect.objectContaining({ env: [{ name: "TOKEN", value: TEXT }] })]),
    });
    expect(withoutSecrets(outputs)).not.toContain(TEXT);
  });

  it("hides a Secret's data also where the program does not say that it is secret", async () => {
    const data = { key: Buffer.from(TEXT).toString("base64") };
    const { id, inputs, outputs } = await served.create("kubernetes:core/v1:Secret", {
      metadata: { name: "credentials" },
      stringData: { key: TEXT },
    });
    expect(inputs["stringData"]).toEqual(secret({ key: TEXT }));
    expect(outputs["data"]).toEqual(secret(data));
    expect(withoutSecrets(outputs)).not.toContain(TEXT);
    const imported = await served.read("kubernetes:core/v1:Secret", id);
    expect(imported?.outputs["data"]).toEqual(secret(data));
  });
});

/** What anybody may read. */
function withoutSecrets(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    JSON.stringify(item)?.startsWith(JSON.stringify(secret(0)).slice(0, 70)) ? undefined : item,
  );
}
