/** The owner's state is lost while a member serves: docs/runbooks/lost-state.md, with requests all the time. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine, type StateResource } from "../support/engine.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";

/** An entry of the file that `pulumi preview --import-file` writes. */
interface ImportEntry {
  readonly type: string;
  readonly name: string;
  readonly logicalName?: string;
  readonly id?: string;
  readonly parent?: string;
  readonly component?: boolean;
}

const PROVIDER = "myeks-kubernetes";

describe.skipIf(noEngine !== undefined)("a lost state of the owner, under the Pulumi engine", () => {
  let project: EngineProject;
  let entries: readonly ImportEntry[];
  let isOver = false;
  let asking: Promise<ReadonlySet<string>>;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "lost-state" });
    for (const stack of ["cluster1", "cluster2"]) {
      await project.addStack(stack);
      await project.succeed("up", stack);
    }
    asking = keepAsking();
  });
  afterAll(async () => {
    await project.remove();
  });

  it("is lost, and the program lists what belongs into it", async () => {
    const before = await project.state("cluster1");
    await pulumi("stack", "rm", "cluster1", "--force", "--yes", "--preserve-config");
    useRunbooksProgram();
    await pulumi("stack", "init", "cluster1");
    const file = join(project.folder, "import.json");
    await pulumi("preview", "--stack", "cluster1", "--import-file", file);
    const { resources } = JSON.parse(readFileSync(file, "utf8")) as { resources: ImportEntry[] };
    entries = resources
      .filter(({ type }) => !type.startsWith("pulumi:providers:") && !type.endsWith("Patch"))
      .map((entry) => (entry.component ? entry : { ...entry, id: importIdOf(entry, before) }));
  });

  it("comes back with what is in AWS, then the provider, then what is in the cluster", async () => {
    const isObject = ({ type }: ImportEntry) => type.startsWith("kubernetes:");
    await importAll({ resources: entries.filter((entry) => !isObject(entry)) });
    await project.succeed("up", "cluster1", ["--target", `**::${PROVIDER}`]);
    const objects = entries.filter(isObject);
    const urns = await project.state("cluster1");
    const parents = objects.flatMap(({ parent = "" }) => {
      const found = urns.find(
        ({ urn, type }) => urn.endsWith(`::${parent}`) && type.startsWith("multicluster-"),
      );
      return [[parent, found!.urn] as const];
    });
    const provider = urns.find(({ urn }) => urn.endsWith(`::${PROVIDER}`))!.urn;
    await importAll({
      nameTable: { ...Object.fromEntries(parents), [PROVIDER]: provider },
      resources: objects,
    });
  });

  it("is complete: an update replaces and deletes nothing, and the next ones find nothing to do", async () => {
    const { steps } = await project.succeed("up", "cluster1");
    expect([...new Set(steps.map(({ op }) => op))].toSorted()).toEqual(["create", "update"]);
    const created = steps.filter(({ op }) => op === "create").map(({ type }) => type.split(":").at(-1));
    expect(created.toSorted()).toEqual(["DeploymentPatch", "TargetGroupBindingPatch"]);
    for (const stack of ["cluster1", "cluster2"]) {
      expect((await project.succeed("up", stack)).steps).toEqual([]);
    }
  });

  it("was not noticed by anybody", async () => {
    isOver = true;
    expect([...(await asking)].toSorted()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  /** Sends requests until it is over. @returns what they were answered with. */
  async function keepAsking(): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    while (!isOver) {
      for (const page of await project.answers().catch((error) => [String(error)])) seen.add(page);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return seen;
  }

  async function pulumi(...args: string[]): Promise<void> {
    const { exitCode, text } = await project.pulumi(args);
    if (exitCode !== 0) throw new Error(text);
  }

  async function importAll(content: object): Promise<void> {
    const file = join(project.folder, "import.json");
    writeFileSync(file, JSON.stringify(content));
    const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
    await pulumi("import", "--stack", "cluster1", "--file", file, ...flags);
  }

  /** The program with the lines that the runbook has for it. */
  function useRunbooksProgram(): void {
    const page = readFileSync(join(PROJECT_DIRECTORY, "docs/runbooks/lost-state.md"), "utf8");
    const [, lines = ""] = /```ts\n(.*?)```/s.exec(page)!;
    const file = join(project.folder, "index.ts");
    writeFileSync(file, `${lines}\n${readFileSync(file, "utf8")}`);
  }
});

/** What AWS or Kubernetes know the object by, in the form of the runbook's table. */
function importIdOf(
  { type, name, logicalName = name }: ImportEntry,
  before: readonly StateResource[],
): string {
  const { id, inputs = {} } = before.find(
    (resource) => resource.type === type && resource.urn.endsWith(`::${logicalName}`),
  )!;
  const routeTable = String(inputs["routeTableId"]);
  if (type === "aws:ec2/routeTableAssociation:RouteTableAssociation")
    return `${String(inputs["subnetId"])}/${routeTable}`;
  if (type === "aws:ec2/route:Route") return `${routeTable}_${String(inputs["destinationCidrBlock"])}`;
  return id!;
}
