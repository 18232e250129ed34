import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";

const repository = path.resolve(import.meta.dirname, "../..");
const tools = path.join(repository, "node_modules/.bin");

/** A program that has the package and its dependencies installed, and nothing else of this repository. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { ArgsError, BackendSecurityGroup, DemoApp, LbcAddon, MultiClusterIngress } from "multicluster-ingress";
import { ConfigError, deployStack, type SharedIngress } from "multicluster-ingress/stacks";

const registered: string[] = [];
let revision: string | undefined;
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    registered.push(type);
    revision = /revision=([0-9a-f]{16})/.exec(JSON.stringify(inputs))?.[1] ?? revision;
    return { id: name, state: { ...inputs, status: { loadBalancer: { ingress: [{ hostname: "k8s-demo-1234567890.ap-northeast-2.elb.amazonaws.com" }] } } } };
  },
  // A controller that applies an Ingress at once.
  call: ({ token, inputs }) => ({
    arn: "arn",
    name: "k8s-demo",
    dnsName: "k8s-demo-1234567890.ap-northeast-2.elb.amazonaws.com",
    loadBalancerArns: ["arn"],
    actions: [{ type: "forward", forwards: [{ targetGroups: [{ arn: "arn" }] }] }],
    tags: token.endsWith(":getListenerRule")
      ? { "multicluster-ingress/revision": revision }
      : {
          "elbv2.k8s.aws/cluster": "demo",
          "ingress.k8s.aws/stack": "demo/ingress",
          "ingress.k8s.aws/resource": "demo/ingress-ingress:80",
        },
    ...inputs,
  }),
});

const { securityGroupId: backendSecurityGroupId } = new BackendSecurityGroup("backend", { vpcId: "vpc-01234567" });
const controller = new LbcAddon("lbc", {
  clusterName: "demo",
  region: "ap-northeast-2",
  vpcId: "vpc-01234567",
  backendSecurityGroupId,
  identity: { type: "pod-identity" },
});
const ingress = new MultiClusterIngress(
  "ingress",
  {
    mode: "create",
    clusterName: "demo",
    namespace: "demo",
    selector: { app: "demo" },
    containerPort: 80,
    backendSecurityGroupId,
  },
  { dependsOn: [controller.ready] },
);
new DemoApp(
  "app",
  {
    content: { type: "game-2048" },
    namespace: ingress.namespace,
    targetGroupBinding: ingress.bindingName,
    labels: { app: "demo" },
  },
  { dependsOn: [ingress.ready] },
);
await pulumi.runtime.disconnect();

let refusal: unknown;
try {
  // @ts-expect-error the declarations know that there is no such identity
  new LbcAddon("wrong", { clusterName: "demo", region: "x", vpcId: "y", backendSecurityGroupId, identity: { type: "none" } });
} catch (error) {
  refusal = error instanceof ArgsError ? error.problems.map(({ path }) => path) : error;
}

const handedOver: keyof SharedIngress = "deletionGuardArn";
const misconfigured = await deployStack().catch((error: unknown) =>
  error instanceof ConfigError ? error.problems.slice(0, 3).map(({ path }) => path) : error,
);
console.log(JSON.stringify({ registered, refusal, handedOver, misconfigured }));
`;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "multicluster-ingress-"));
  const modules = path.join(directory, "node_modules");
  const installed = path.join(modules, "multicluster-ingress");
  mkdirSync(installed, { recursive: true });
  const packed = execFileSync(
    "npm",
    ["pack", "--json", "--silent", "--offline", "--pack-destination", directory],
    {
      cwd: repository,
      encoding: "utf8",
    },
  );
  const tarball = path.join(directory, packedFile(packed));
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components", "1"]);
  for (const dependency of ["@pulumi", "@types", "google-protobuf", "ip-address", "yaml", "zod"]) {
    symlinkSync(path.join(repository, "node_modules", dependency), path.join(modules, dependency), "dir");
  }
  writeFileSync(path.join(directory, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(path.join(directory, "program.ts"), program);
}, 120_000);

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

it("works in a program outside of this repository", () => {
  const output = execFileSync(process.execPath, ["program.ts"], { cwd: directory, encoding: "utf8" });
  const { registered, refusal, ...stacks } = JSON.parse(output) as {
    registered: string[];
    refusal: string[];
  };
  expect(registered.toSorted()).toEqual([
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    "aws:iam/policy:Policy",
    "aws:iam/role:Role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
    "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:apps/v1:DeploymentPatch",
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:Service",
    "kubernetes:core/v1:ServiceAccount",
    "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:networking.k8s.io/v1:IngressClass",
    "kubernetes:policy/v1:PodDisruptionBudget",
    "multicluster-ingress:index:BackendSecurityGroup",
    "multicluster-ingress:index:DemoApp",
    "multicluster-ingress:index:LbcAddon",
    "multicluster-ingress:index:MultiClusterIngress",
    "multicluster-ingress:index:Rollout",
  ]);
  expect(refusal).toEqual(["region", "vpcId", "identity.type"]);
  expect(stacks).toEqual({
    handedOver: "deletionGuardArn",
    misconfigured: ["aws:region", "role", "clusterName"],
  });
});

it("brings the declaration of the configuration keys, for the Pulumi.yaml of a project that uses the stacks", () => {
  const declared = (file: string) => (parse(readFileSync(file, "utf8")) as { config: object }).config;
  expect(declared(path.join(directory, "node_modules/multicluster-ingress/Pulumi.yaml"))).toEqual(
    declared(path.join(repository, "Pulumi.yaml")),
  );
});

it("brings declarations that such a program is checked against", () => {
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2024"];
  expect(
    execFileSync(path.join(tools, "tsc"), [...options, "--types", "node", "program.ts"], {
      cwd: directory,
      encoding: "utf8",
    }),
  ).toBe("");
}, 60_000);

/** Name of the tarball in what `npm pack --json` prints: a list, or an object by package name since npm 12. */
function packedFile(json: string): string {
  const [entry] = Object.values(JSON.parse(json) as Record<string, { readonly filename: string }>);
  if (entry === undefined) throw new Error("npm packed nothing");
  return entry.filename;
}
