/** Keys of AWS KMS for what Kubernetes stores and for the nodes' volumes, in the life of a stack. */
import { beforeAll, describe, expect, it } from "vitest";
import { eksState } from "../../sim/aws/eks/state.ts";
import { addKey, kmsState } from "../../sim/aws/kms/keys.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const ROLE =
  "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

const id = (digit: number) => `1234abcd-12ab-34cd-56ef-00000000000${digit}`;
const arn = (digit: number) => `arn:aws:kms:ap-northeast-2:123456789012:key/${id(digit)}`;

/** A key policy that lets EC2 Auto Scaling use the key: AWS's example. */
const FOR_VOLUMES = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Effect: "Allow",
      Principal: { AWS: ROLE },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Principal: { AWS: ROLE },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": true } },
    },
  ],
};

const nodes = (volumeKeyArn?: string): Changes => ({
  nodeGroups: [{ name: "ng", count: 2, ...(volumeKeyArn && { volumeKeyArn }) }],
});

let fleet: LivingFleet;
beforeAll(async () => {
  fleet = new LivingFleet();
  for (const digit of [1, 2]) addKey(fleet.cloud, { id: id(digit), enabled: true });
  addKey(fleet.cloud, { id: id(3), enabled: true, policy: FOR_VOLUMES });
  addKey(fleet.cloud, { id: id(4), enabled: false });
  addKey(fleet.cloud, { id: id(5), enabled: true, keySpec: "RSA_2048" });
  await fleet.succeed("cluster1", nodes());
}, 60_000);

const problems = (...lines: string[]) =>
  [
    `the configuration of stack "cluster1" has ${lines.length === 1 ? "a problem" : `${lines.length} problems`} (Pulumi.cluster1.yaml):`,
    ...lines.map((line) => `  - ${line}`),
  ].join("\n");

describe("a KMS key", { timeout: 60_000 }, () => {
  it("that cannot encrypt is refused before anything is registered", async () => {
    const { programError, steps } = await fleet.up("cluster1", {
      encryptionKeyArn: arn(4),
      nodeGroups: [
        { name: "a", volumeKeyArn: arn(5) },
        { name: "b", volumeKeyArn: arn(6) },
      ],
    });
    expect(programError?.message).toBe(
      problems(
        `encryptionKeyArn is ${arn(4)}, whose state is Disabled; enable it, or use another one`,
        `nodeGroups[0].volumeKeyArn is ${arn(5)}, a key of kind RSA_2048 for SIGN_VERIFY; use a symmetric one for encryption`,
        `nodeGroups[1].volumeKeyArn is ${arn(6)}, which is not there; use a key that is`,
      ),
    );
    expect(steps).toEqual([]);
  });

  it("of another form or region is refused", async () => {
    const alias = "arn:aws:kms:ap-northeast-2:123456789012:alias/cluster";
    const elsewhere = arn(1).replace("ap-northeast-2", "eu-west-1");
    expect(await fleet.refusal("cluster1", { encryptionKeyArn: alias, ...nodes(elsewhere) })).toBe(
      problems(
        `encryptionKeyArn is "${alias}"; use the ARN of a KMS key, not that of an alias`,
        `nodeGroups[0].volumeKeyArn is "${elsewhere}", which is of eu-west-1; use one of the stack's region, ap-northeast-2`,
      ),
    );
  });

  it("comes to a living cluster, and stays", async () => {
    const encrypted = { ...nodes(), encryptionKeyArn: arn(1) };
    expect((await fleet.succeed("cluster1", encrypted)).steps).toEqual([
      "update aws:eks/cluster:Cluster myeks-eksCluster",
    ]);
    expect(eksState(fleet.cloud).clusters.get("myeks").encryptionConfig).toEqual([
      { provider: { keyArn: arn(1) }, resources: ["secrets"] },
    ]);
    expect((await fleet.succeed("cluster1", encrypted)).steps).toEqual([]);
    const rule =
      `but cluster "myeks" encrypts with ${arn(1)}, and EKS lets no cluster change or lose its key; ` +
      `set it to ${arn(1)}`;
    expect(await fleet.refusal("cluster1", { ...nodes(), encryptionKeyArn: arn(2) })).toBe(
      problems(`encryptionKeyArn is ${arn(2)}, ${rule}`),
    );
    expect(await fleet.refusal("cluster1", nodes())).toBe(problems(`encryptionKeyArn is not set, ${rule}`));
  });

  it("of volumes lets no node start that EC2 Auto Scaling may not use it for", async () => {
    const encrypted = { encryptionKeyArn: arn(1) };
    const failure = await fleet.refusal("cluster1", { ...nodes(arn(2)), ...encrypted });
    expect(failure).toContain("AsgInstanceLaunchFailures: Client.InternalError: Client error on launch");
    expect((await fleet.succeed("cluster1", { ...nodes(arn(3)), ...encrypted })).steps).toEqual([
      "update aws:ec2/launchTemplate:LaunchTemplate myeks-ng-launch-template",
      "update aws:eks/nodeGroup:NodeGroup myeks-ng",
    ]);
  });

  it("that nobody may use any more stops what it encrypts", async () => {
    const member = { clusterName: "other", encryptionKeyArn: arn(2) };
    kmsState(fleet.cloud).keys.get(arn(2)).policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "kms:CreateGrant", Resource: "*" }],
    });
    expect(await fleet.refusal("cluster2", member)).toContain(
      `Invalid key ARN: not authorized to perform: kms:DescribeKey on resource: ${arn(2)}`,
    );
  });
});
