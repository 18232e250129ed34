import { defined } from "../../components/shared/defined.ts";
import { shown } from "../../components/shared/shown.ts";
import { APPS_IN_STACK_FILE } from "../../stacks/apps/stack-file.ts";
import { programConfig, type ConfigValue, type Project, type StackFile } from "./project.ts";

/** A stack that is ready to run: its file and the configuration its program will see. */
export interface OrderedStack {
  readonly stack: string;
  readonly role: string;
  /** The stack that it shares from. */
  readonly owner?: string;
  readonly config: Readonly<Record<string, string>>;
  /** Keys that hold a secret. */
  readonly secretKeys: readonly string[];
}

/**
 * What is wrong with stacks beside each other, and no stack's own configuration can tell.
 *
 * @param names all stacks that run, those included whose file cannot be read.
 */
export function relationProblems(
  project: Project,
  files: readonly StackFile[],
  names: readonly string[],
): string[] {
  return [
    ...files.flatMap((file) => sharingProblem(project, files, names, file)),
    ...sameNameProblems(project, files),
    ...files.flatMap((file) => ownAppsProblem(project, file)),
    ...regionProblems(files),
  ];
}

/** Stacks in the order in which they can be brought up: a stack comes after the one that it shares from. */
export function orderStacks(project: Project, files: readonly StackFile[]): OrderedStack[] {
  const ordered = new Set(
    files.flatMap((file) =>
      sharingChain(project, files, file.stack)
        .map(({ stack }) => stack)
        .reverse(),
    ),
  );
  return [...ordered].map((stack) => {
    const file = files.find((candidate) => candidate.stack === stack)!;
    return {
      stack,
      role: String(valueOf(project, file, "role")),
      ...defined({ owner: sharedStackOf(project, file) }),
      config: programConfig(project, file),
      secretKeys: file.secretKeys,
    };
  });
}

/** A stack, the one that it shares from, the one that that shares from, ...; each once, even in a circle. */
function sharingChain(project: Project, files: readonly StackFile[], stack: string): StackFile[] {
  const chain: StackFile[] = [];
  let name: string | undefined = stack;
  while (name !== undefined) {
    const file = files.find((candidate) => candidate.stack === name);
    if (file === undefined || chain.includes(file)) return chain;
    chain.push(file);
    name = sharedStackOf(project, file);
  }
  return chain;
}

function sharingProblem(
  project: Project,
  files: readonly StackFile[],
  names: readonly string[],
  file: StackFile,
): string[] {
  const given = String(valueOf(project, file, "sharedStack") ?? "");
  const name = sharedStackOf(project, file);
  const subject = `Pulumi.${file.stack}.yaml: sharedStack is ${shown(given)}`;
  if (name === undefined) return [];
  const [, otherProject = project.name] = given.split("/");
  if (otherProject !== project.name) {
    return [`${subject}, of project ${otherProject}; only stacks of ${project.name} run here`];
  }
  if (!names.includes(name)) {
    return [
      `${subject}, which is not among the stacks that run (${names.join(", ")}); add it, or name another`,
    ];
  }
  const chain = sharingChain(project, files, file.stack);
  if (sharedStackOf(project, chain.at(-1)!) === file.stack) {
    const circle = [...chain.map(({ stack }) => stack), file.stack].join(" -> ");
    return [`${subject}, and that leads back to it (${circle}); one of them must have role primary or edge`];
  }
  const owner = files.find(({ stack }) => stack === name);
  return owner !== undefined && valueOf(project, owner, "role") === "member"
    ? [`${subject}, a member itself; name the stack with role primary or edge`]
    : [];
}

/** Keys that name what a stack makes, with the words for such a name. */
const NAMES = { clusterName: "a cluster name", edgeName: "an edge name" } as const;

/**
 * EKS has one cluster of a name in a region: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html.
 * Load balancers and security groups of an edge have its name in theirs.
 */
function sameNameProblems(project: Project, files: readonly StackFile[]): string[] {
  return Object.entries(NAMES).flatMap(([key, words]) => {
    const byName = Map.groupBy(files, (file) => valueOf(project, file, key));
    return [...byName].flatMap(([name, sharers]) =>
      sharers.length < 2 || name === undefined || name === ""
        ? []
        : [
            `${sharers.map(fileName).join(" and ")}: ${key} is ${shown(String(name))} in each; ` +
              `give every stack ${words} of its own`,
          ],
    );
  });
}

/** A program that runs here does not find its stack's file, which may be in any folder. */
function ownAppsProblem(project: Project, file: StackFile): string[] {
  const { path, reason } = APPS_IN_STACK_FILE;
  return `${project.name}:${path}` in file.config ? [`${fileName(file)}: ${path} ${reason}`] : [];
}

/**
 * A target group takes targets of its own region. That one is missing, or no region, is for the stack's own configuration
 * to tell.
 */
function regionProblems(files: readonly StackFile[]): string[] {
  const given = files.flatMap((file) => {
    const region = file.config["aws:region"];
    return typeof region === "string" && !file.secretKeys.includes("aws:region") ? [{ region, file }] : [];
  });
  if (new Set(given.map(({ region }) => region)).size < 2) return [];
  const list = given.map(({ region, file }) => `${region} in ${fileName(file)}`);
  return [`aws:region is ${list.join(", ")}; all stacks share one target group and must be in one region`];
}

function fileName({ stack }: StackFile): string {
  return `Pulumi.${stack}.yaml`;
}

/** The last part of `organization/project/stack`; names of another form are for the stack's own configuration to refuse. */
function sharedStackOf(project: Project, file: StackFile): string | undefined {
  const name = valueOf(project, file, "sharedStack");
  if (typeof name !== "string" || name === "") return undefined;
  const parts = name.split("/");
  return parts.length === 1 || parts.length === 3 ? parts.at(-1) : undefined;
}

/** Undefined for a secret, too: the stack's own configuration refuses it, and its value is not to be shown. */
function valueOf(project: Project, file: StackFile, key: string): ConfigValue | undefined {
  if (file.secretKeys.includes(`${project.name}:${key}`)) return undefined;
  return file.config[`${project.name}:${key}`] ?? project.defaults[`${project.name}:${key}`];
}
