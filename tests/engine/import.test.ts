/** Objects come under Pulumi's care that it did not make, or that its state has lost. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine, type StateResource } from "../support/engine.ts";
import { summaries } from "../support/engine-events.ts";

/** A resource as a stack's export has it. */
interface ExportedResource extends StateResource {
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

interface Export {
  readonly deployment: { readonly resources: readonly ExportedResource[] };
}

/** An entry of the file that `pulumi import --file` reads; parent and provider are names of its table. */
interface ImportEntry {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly parent?: string;
  readonly provider?: string;
}

const VPC = "aws:ec2/vpc:Vpc";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)("imports under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "import" });
    await project.addStack("cluster1");
    await project.succeed("up", "cluster1");
  });
  afterAll(async () => {
    await project.remove();
  });

  it("bring back what a stack's state has lost, and the program finds nothing to do", async () => {
    const before = await exported("cluster1");
    const lost = [ASSOCIATION, ROUTE, BUDGET].map((type) =>
      before.deployment.resources.find((resource) => resource.type === type)!,
    );
    await forget("cluster1", before, lost);
    const imported = await importAll(
      "cluster1",
      lost.map((resource, index) => ({
        type: resource.type,
        name: nameOf(resource),
        id: importIdOf(resource),
        parent: `parent${index}`,
        ...(resource.type === BUDGET && { provider: "cluster" }),
      })),
      {
        ...Object.fromEntries(lost.map(({ parent }, index) => [`parent${index}`, parent!])),
        cluster: lost.at(-1)!.provider!.replace(/::[^:]*$/, ""),
      },
    );
    expect(imported.exitCode, imported.text).toBe(0);
    const after = await project.state("cluster1");
    expect(after.map(({ urn, id }) => [urn, id]).toSorted()).toEqual(
      before.deployment.resources.map(({ urn, id }) => [urn, id]).toSorted(),
    );
    expect((await project.succeed("up", "cluster1")).steps).toEqual([]);
  });

  it("adopt what somebody made by hand, with a program text that changes nothing", async () => {
    const vpcId = await makeVpc("10.0.0.0/16");
    const { GroupId } = (await aws("ec2", "CreateSecurityGroup", {
      GroupName: "web",
      Description: "made by hand",
      VpcId: vpcId,
    })) as { GroupId: string };
    await aws("ec2", "AuthorizeSecurityGroupIngress", {
      GroupId,
      IpPermissions: [
        {
          IpProtocol: "tcp",
          FromPort: 80,
          ToPort: 80,
          IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "all" }],
        },
      ],
    });
    await aws("iam", "CreateRole", { RoleName: "by-hand", AssumeRolePolicyDocument: TRUST });
    await project.addStack("adopted", {
      "aws:region": "ap-northeast-2",
      "multicluster-ingress:role": "primary",
      "multicluster-ingress:clusterName": "adopted",
    });
    const imported = await importAll("adopted", [
      { type: VPC, name: "network", id: vpcId },
      { type: "aws:ec2/securityGroup:SecurityGroup", name: "web", id: GroupId },
      { type: "aws:iam/role:Role", name: "role", id: "by-hand" },
    ]);
    expect(imported.exitCode, imported.text).toBe(0);
    expect(readFileSync(join(project.folder, "adopted.ts"), "utf8")).toBe(ADOPTED);
    useProgram("");
    expect((await project.succeed("preview", "adopted")).steps).toEqual([]);
  });

  it("refuse an id that does not exist, and nothing is lost", async () => {
    const before = await project.state("adopted");
    const { exitCode, text } = await project.pulumi([
      "import",
      "--stack",
      "adopted",
      "--yes",
      "--skip-preview",
      VPC,
      "other",
      "vpc-1",
    ]);
    expect(exitCode).not.toBe(0);
    expect(text).toContain("resource 'vpc-1' does not exist");
    expect(await project.state("adopted")).toEqual(before);
  });

  it("are what the option import asks for: as it is, or brought in line with the program, but never replaced", async () => {
    const [same, tagged, moved] = [
      await makeVpc("10.1.0.0/16"),
      await makeVpc("10.2.0.0/16"),
      await makeVpc("10.3.0.0/16"),
    ];
    const others = `
      const { ec2 } = await import("@pulumi/aws");
      const tags = { Name: "made by hand" };
      new ec2.Vpc("same", { cidrBlock: "10.1.0.0/16", tags }, { import: "${same}" });
      new ec2.Vpc("tagged", { cidrBlock: "10.2.0.0/16" }, { import: "${tagged}" });`;
    useProgram(others);
    expect(summaries((await project.succeed("up", "adopted")).steps).toSorted()).toEqual([
      "import same",
      "import tagged",
      "update tagged: tags",
    ]);
    useProgram(`${others} new ec2.Vpc("moved", { cidrBlock: "10.4.0.0/16", tags }, { import: "${moved}" });`);
    const { exitCode, diagnostics } = await project.run("up", "adopted");
    expect(exitCode).not.toBe(0);
    expect(diagnostics).toEqual([
      expect.stringMatching(
        /^previously-imported resources that still specify an ID may not be replaced;.*\ncidrBlock: \{10\.3\.0\.0\/16\} => \{10\.4\.0\.0\/16\}$/,
      ),
    ]);
  });

  /** Makes a program of what was imported into the stack `adopted`, and statements. */
  function useProgram(statements: string): void {
    writeFileSync(
      join(project.folder, "index.ts"),
      `export default async () => { await import("./adopted.ts"); ${statements} };\n`,
    );
  }

  async function makeVpc(CidrBlock: string): Promise<string> {
    const TagSpecifications = [{ ResourceType: "vpc", Tags: [{ Key: "Name", Value: "made by hand" }] }];
    const { Vpc } = (await aws("ec2", "CreateVpc", { CidrBlock, TagSpecifications })) as {
      Vpc: { VpcId: string };
    };
    return Vpc.VpcId;
  }

  function aws(service: string, action: string, parameters: Record<string, unknown>): Promise<unknown> {
    return project.control({ kind: "aws", service, action, parameters });
  }

  async function exported(stack: string): Promise<Export> {
    return JSON.parse((await project.pulumi(["stack", "export", "--stack", stack])).text) as Export;
  }

  /** Takes resources out of a stack's state, also those that others depend on. */
  async function forget(
    stack: string,
    { deployment, ...rest }: Export,
    lost: readonly ExportedResource[],
  ): Promise<void> {
    const isKept = (urn: string) => !lost.some((resource) => resource.urn === urn);
    const resources = deployment.resources
      .filter(({ urn }) => isKept(urn))
      .map(({ dependencies = [], propertyDependencies = {}, ...resource }) => ({
        ...resource,
        dependencies: dependencies.filter(isKept),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies).map(([name, urns]) => [name, urns.filter(isKept)]),
        ),
      }));
    const file = join(project.folder, "state.json");
    writeFileSync(file, JSON.stringify({ ...rest, deployment: { ...deployment, resources } }));
    const { exitCode, text } = await project.pulumi(["stack", "import", "--stack", stack, "--file", file]);
    if (exitCode !== 0) throw new Error(text);
  }

  /** Imports in one go, and writes a program for what was found. */
  function importAll(
    stack: string,
    resources: readonly ImportEntry[],
    nameTable: Readonly<Record<string, string>> = {},
  ) {
    const file = join(project.folder, "import.json");
    writeFileSync(file, JSON.stringify({ nameTable, resources }));
    const out = join(project.folder, `${stack}.ts`);
    const flags = ["--yes", "--skip-preview", "--protect=false"];
    return project.pulumi(["import", "--stack", stack, "--file", file, "--out", out, ...flags]);
  }
});

/** The program text for what was made by hand. */
const ADOPTED = `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const network = new aws.ec2.Vpc("network", {
    assignGeneratedIpv6CidrBlock: false,
    cidrBlock: "10.0.0.0/16",
    enableDnsSupport: true,
    instanceTenancy: "default",
    region: "ap-northeast-2",
    tags: {
        Name: "made by hand",
    },
});
const web = new aws.ec2.SecurityGroup("web", {
    description: "made by hand",
    egress: [{
        cidrBlocks: ["0.0.0.0/0"],
        fromPort: 0,
        protocol: "-1",
        toPort: 0,
    }],
    ingress: [{
        cidrBlocks: ["10.0.0.0/8"],
        description: "all",
        fromPort: 80,
        protocol: "tcp",
        toPort: 80,
    }],
    name: "web",
    region: "ap-northeast-2",
    revokeRulesOnDelete: false,
    vpcId: network.id,
});
const role = new aws.iam.Role("role", {
    assumeRolePolicy: "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"Service\\":\\"ec2.amazonaws.com\\"},\\"Action\\":\\"sts:AssumeRole\\"}]}",
    name: "by-hand",
});
`;

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

function nameOf({ urn }: StateResource): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** A route has no id in EC2, and nobody knows an association by its: they are imported by what they join. */
function importIdOf({ type, id, inputs = {} }: StateResource): string {
  if (type === ASSOCIATION) return `${String(inputs["subnetId"])}/${String(inputs["routeTableId"])}`;
  if (type !== ROUTE) return id!;
  return `${String(inputs["routeTableId"])}_${String(inputs["destinationCidrBlock"])}`;
}
