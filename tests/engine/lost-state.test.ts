/** The owner's state is lost while members serve: docs/runbooks/lost-state.md, with requests all the time. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
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

/** An owner with a member, and who answers. */
interface Fleet {
  readonly owner: string;
  readonly member: string;
  /** Brings both up. */
  bringUp(project: EngineProject): Promise<void>;
  /** Name of the provider of the owner's cluster, where it has one. */
  readonly provider?: string;
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** Types of what an import cannot bring back. */
  readonly made: readonly string[];
}

const FLEETS: Readonly<Record<string, Fleet>> = {
  "whose controller makes the load balancer": {
    owner: "cluster1",
    member: "cluster2",
    async bringUp(project) {
      for (const stack of ["cluster1", "cluster2"]) {
        await project.addStack(stack);
        await project.succeed("up", stack);
      }
    },
    provider: "myeks-kubernetes",
    answers: { "/": ["Cluster 1", "Cluster 2"] },
    made: ["DeploymentPatch", "TargetGroupBindingPatch"],
  },
  "that is an edge": {
    owner: "edge",
    member: "blue",
    async bringUp(project) {
      setApps(project, "wiki");
      const region = { "aws:region": "ap-northeast-2" };
      const edge = setting({ role: "edge", edgeName: "shop-edge" });
      const member = setting({ role: "member", clusterName: "blue", sharedStack: "edge" });
      await project.addStack("edge", { ...region, ...edge });
      await project.succeed("up", "edge");
      // A rule that comes later gets a priority that it would not have got at first.
      setApps(project, "shop", "wiki");
      await project.succeed("up", "edge");
      await project.addStack("blue", { ...region, ...member });
      await project.succeed("up", "blue");
    },
    answers: { "/shop": ["blue"], "/wiki": ["blue"] },
    made: [],
  },
};

describe.skipIf(noEngine !== undefined).each(Object.entries(FLEETS))(
  "a lost state of an owner %s",
  (_owner, { owner, member, bringUp, provider, answers, made }) => {
    let project: EngineProject;
    let entries: readonly ImportEntry[];
    let isOver = false;
    let asking: Promise<Readonly<Record<string, readonly string[]>>>;

    beforeAll(async () => {
      project = await EngineProject.create({ seed: "lost-state" });
      await bringUp(project);
      asking = keepAsking();
    });
    afterAll(async () => {
      await project.remove();
    });

    it("is lost, and the program lists what belongs into it", async () => {
      const before = await project.state(owner);
      await pulumi("stack", "rm", owner, "--force", "--yes", "--preserve-config");
      useRunbooksProgram();
      await pulumi("stack", "init", owner);
      const file = join(project.folder, "import.json");
      await pulumi("preview", "--stack", owner, "--import-file", file);
      const { resources } = JSON.parse(readFileSync(file, "utf8")) as { resources: ImportEntry[] };
      entries = resources
        .filter(({ type }) => !type.startsWith("pulumi:providers:") && !type.endsWith("Patch"))
        .map((entry) => (entry.component ? entry : { ...entry, id: importIdOf(entry, before) }));
    });

    it("comes back with what is in AWS, then the provider, then what is in the cluster", async () => {
      const isObject = ({ type }: ImportEntry) => type.startsWith("kubernetes:");
      await importAll({ resources: entries.filter((entry) => !isObject(entry)) });
      if (provider === undefined) return;
      await project.succeed("up", owner, ["--target", `**::${provider}`]);
      const objects = entries.filter(isObject);
      const urns = await project.state(owner);
      const parents = objects.flatMap(({ parent = "" }) => {
        const found = urns.find(
          ({ urn, type }) => urn.endsWith(`::${parent}`) && type.startsWith("multicluster-"),
        );
        return [[parent, found!.urn] as const];
      });
      const providerUrn = urns.find(({ urn }) => urn.endsWith(`::${provider}`))!.urn;
      await importAll({
        nameTable: { ...Object.fromEntries(parents), [provider]: providerUrn },
        resources: objects,
      });
    });

    it("is complete: an update replaces and deletes nothing, and the next ones find nothing to do", async () => {
      const { steps } = await project.succeed("up", owner);
      const others = steps.filter(({ op, type }) => op !== "update" && !type.startsWith("pulumi:providers:"));
      expect(others.map(({ op, type }) => `${op} ${type.split(":").at(-1)}`).toSorted()).toEqual(
        made.map((type) => `create ${type}`),
      );
      const paths = steps.filter(({ type }) => type.startsWith("aws:lb/")).flatMap(({ diffs }) => diffs);
      expect(paths.filter((path) => /conditions|priority|weight|tags/.test(path))).toEqual([]);
      for (const stack of [owner, member]) expect((await project.succeed("up", stack)).steps).toEqual([]);
    });

    it("was not noticed by anybody", async () => {
      isOver = true;
      expect(await asking).toEqual(answers);
    });

    /** Sends requests until it is over. @returns what they were answered with, by path. */
    async function keepAsking(): Promise<Readonly<Record<string, readonly string[]>>> {
      const seen = Object.keys(answers).map((path) => [path, new Set<string>()] as const);
      while (!isOver) {
        for (const [path, pages] of seen) {
          for (const page of await project.answers(path).catch((error) => [String(error)])) pages.add(page);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return Object.fromEntries(seen.map(([path, pages]) => [path, [...pages].toSorted()]));
    }

    async function pulumi(...args: string[]): Promise<void> {
      const { exitCode, text } = await project.pulumi(args);
      if (exitCode !== 0) throw new Error(text);
    }

    async function importAll(content: object): Promise<void> {
      const file = join(project.folder, "import.json");
      writeFileSync(file, JSON.stringify(content));
      const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
      await pulumi("import", "--stack", owner, "--file", file, ...flags);
    }

    /** The program with the lines that the runbook has for it. */
    function useRunbooksProgram(): void {
      const page = readFileSync(join(PROJECT_DIRECTORY, "docs/runbooks/lost-state.md"), "utf8");
      const [, lines = ""] = /```ts\n(.*?)```/s.exec(page)!;
      const file = join(project.folder, "index.ts");
      writeFileSync(file, `${lines}\n${readFileSync(file, "utf8")}`);
    }
  },
);

/** Keys of the program in a stack's file. */
function setting(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`multicluster-ingress:${key}`, value]),
  );
}

/** Apps by path, for all stacks. */
function setApps({ folder }: EngineProject, ...names: readonly string[]): void {
  const file = join(folder, "Pulumi.yaml");
  const declared = parse(readFileSync(file, "utf8")) as object;
  const app = (name: string) => ({
    content: { type: "colour-page" },
    routes: [{ paths: [{ prefix: `/${name}` }], rewrite: { prefix: "/" } }],
  });
  const value = Object.fromEntries(names.map((name) => [name, app(name)]));
  writeFileSync(file, stringify({ ...declared, config: { apps: { value } } }));
}

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
