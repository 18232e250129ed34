/** Secrets of a program stay secret, however far they travel. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine } from "../support/engine.ts";

const TEXT = "never-shown";

/** The secret as it is, and as it stands in base64 at each of three offsets. */
const SPELLINGS = [
  TEXT,
  ...["", " ", "  "].map((start) =>
    Buffer.from(start + TEXT)
      .toString("base64")
      .slice(4, -4),
  ),
];

/**
 * Gives one secret to everything that can take one, components that the provider expands among them. It is not part of the
 * configuration: those the command line itself would blot out.
 */
const PROGRAM = `import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export default async function program() {
  const token = pulumi.secret("${TEXT}");
  const tags = { Token: token, Team: "web" };
  const network = new awsx.ec2.Vpc("net", {
    cidrBlock: "192.168.0.0/16",
    subnetStrategy: "Auto",
    numberOfAvailabilityZones: 2,
    natGateways: { strategy: "None" },
    tags: tags,
  });
  new aws.ec2.SecurityGroup("group", { vpcId: network.vpcId, description: pulumi.interpolate\`for \${token}\`, tags });
  new aws.ec2.LaunchTemplate("template", {
    userData: token.apply((text) => Buffer.from("#!/bin/sh\\necho " + text).toString("base64")),
  });
  const cluster = new eks.Cluster("cluster", {
    name: "myeks",
    vpcId: network.vpcId,
    subnetIds: network.privateSubnetIds,
    authenticationMode: "API",
    skipDefaultNodeGroup: true,
    useDefaultVpcCni: true,
    kubeProxyAddonOptions: { enabled: false },
    clusterTags: tags,
    tags: token.apply((text) => ({ Everywhere: text })),
  });
  const provider = new kubernetes.Provider("provider", { kubeconfig: pulumi.secret(cluster.kubeconfigJson) });
  const opts = { provider };
  const annotations = { "pulumi.com/skipAwait": "true", note: token };
  const ingress = new kubernetes.networking.v1.Ingress(
    "ingress",
    { metadata: { annotations }, spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } } },
    opts,
  );
  const labels = { app: "web" };
  new kubernetes.apps.v1.Deployment(
    "web",
    {
      metadata: { annotations },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "web", image: "nginx:1.29", env: [{ name: "TOKEN", value: token }] }] },
        },
      },
    },
    opts,
  );
  new kubernetes.core.v1.Secret("credentials", { stringData: { key: token } }, opts);
  new kubernetes.helm.v3.Release(
    "controller",
    {
      chart: "aws-load-balancer-controller",
      version: "3.5.0",
      repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
      namespace: "kube-system",
      skipAwait: true,
      values: { clusterName: "myeks", region: "ap-northeast-2", vpcId: network.vpcId, note: token },
    },
    // Its webhook, which no pod answers, would refuse the Ingress.
    { provider, dependsOn: ingress },
  );
  const found = aws.ec2.getVpcOutput({ id: network.vpcId, filters: [{ name: "tag:Token", values: [token] }] });
  return { vpcId: network.vpcId, token, found: found.tags };
}
`;

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)("secrets under the Pulumi engine", () => {
  let project: EngineProject;
  const texts: string[] = [];

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "secrets" });
    writeFileSync(`${project.folder}/index.ts`, PROGRAM);
    await project.addStack("cluster1");
  });
  afterAll(async () => {
    await project.remove();
  });

  it("are known to the cloud", async () => {
    for (const command of ["preview", "up", "refresh"] as const) {
      texts.push((await project.succeed(command, "cluster1")).text);
    }
    expect(readFileSync(project.world, "utf8")).toContain(TEXT);
  });

  it("do not change by being read again", async () => {
    const { steps, text } = await project.succeed("refresh", "cluster1");
    texts.push(text);
    expect(steps).toEqual([]);
  });

  it("are shown by no command, event, output or exported state", async () => {
    const logs = readdirSync(project.folder).filter((file) => file.startsWith("events-"));
    expect(logs).toHaveLength(4);
    const shown = [
      ...texts,
      ...logs.flatMap((log) => events(join(project.folder, log))),
      JSON.stringify(await project.state("cluster1")),
      JSON.stringify(await project.outputs("cluster1")),
    ];
    expect(shown.filter((text) => SPELLINGS.some((secret) => text.includes(secret)))).toEqual([]);
  });

  it("leave everything else legible", async () => {
    const resources = await project.state("cluster1");
    const vpc = resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
    expect(vpc?.outputs).toMatchObject({ cidrBlock: "192.168.0.0/16", enableDnsSupport: true });
    expect(await project.outputs("cluster1")).toMatchObject({ vpcId: vpc?.id, token: "[secret]" });
  });
});

/** What happened, but for the SDK's notes for debugging: it writes down whatever it receives. */
function events(log: string): string[] {
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((event) => !event.includes('"severity":"debug"'));
}
