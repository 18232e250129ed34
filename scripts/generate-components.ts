import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Application,
  DeclarationReflection,
  makeRecursiveVisitor,
  ReflectionKind,
  type Comment,
  type CommentDisplayPart,
  type Reflection,
  type SomeType,
} from "typedoc";
import { bullet, code, fence, PROJECT, type Page } from "./page.ts";

/** Reference of everything that `components/index.ts` exports, one chapter per folder of a component. */
export const componentsPage: Page = {
  path: "docs/components.md",
  async render() {
    const exported = await readExports();
    const documented = new Set(documentedOf(exported).map(({ name }) => name));
    const isComponent = (entry: DeclarationReflection) =>
      entry.extendedTypes?.some((type) => type.toString() === "ComponentResource") === true;
    const components = exported.filter(isComponent);
    const folders = new Set(components.map(folderOf));
    const rest = exported.filter((entry) => !folders.has(folderOf(entry)));
    return [
      "# Components",
      '`import { Vpc, EksCluster } from "multicluster-ingress"`. Every component takes a name, args and Pulumi\'s options. ' +
        "Wrong args are refused with an `ArgsError` that lists all problems, before any resource is registered; the static " +
        "method `problems(name, args)` of every component gives the same list without constructing anything. `transform` " +
        "changes args and options of a child where the args do not reach, and `nodes` are the children.",
      components.map(({ name }) => bullet(linkTo(name))).join("\n"),
      ...components.map((component) => {
        const others = exported.filter(
          (entry) => entry !== component && folderOf(entry) === folderOf(component),
        );
        const [args, supporting] = partition(others, ({ name }) => name === `${component.name}Args`);
        return [
          describeComponent(component, documented),
          ...describeAll([...args, ...supporting], documented),
        ].join("\n\n");
      }),
      "## Shared types",
      ...describeAll(rest, documented),
    ].join("\n\n");
  },
};

/** What the package exports, in the order of the barrel. What Pulumi's own classes bring is left out. */
async function readExports(): Promise<DeclarationReflection[]> {
  const application = await Application.bootstrap({
    entryPoints: [fileURLToPath(new URL("components/index.ts", PROJECT))],
    tsconfig: fileURLToPath(new URL("tsconfig.build.json", PROJECT)),
    excludeExternals: true,
    excludePrivate: true,
    excludeProtected: true,
    // `npm run typecheck` is for that.
    skipErrorChecking: true,
    disableGit: true,
    sourceLinkTemplate: "{path}",
    sort: ["source-order"],
    logLevel: "Error",
  });
  const project = await application.convert();
  if (project?.children === undefined) throw new Error("TypeDoc found nothing to document");
  return project.children;
}

function folderOf({ sources, name }: DeclarationReflection): string {
  const file = sources?.[0]?.fileName;
  if (file === undefined) throw new Error(`TypeDoc does not tell where ${name} is`);
  return dirname(file);
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function describeComponent(component: DeclarationReflection, documented: ReadonlySet<string>): string {
  const outputs = membersOf(component, ReflectionKind.Property);
  return [
    `## ${component.name}`,
    describeComment(component.comment),
    ...(outputs.length === 0
      ? []
      : ["**Outputs**", outputs.map((output) => describeMember(output, documented)).join("\n")]),
  ].join("\n\n");
}

/** The fields of a base stand with those who extend it; it is described itself if it is also the type of a field. */
function documentedOf(exported: readonly DeclarationReflection[]): DeclarationReflection[] {
  const typesOfFields = new Set<Reflection | undefined>();
  const visitor = makeRecursiveVisitor({ reference: ({ reflection }) => typesOfFields.add(reflection) });
  for (const { children = [] } of exported) for (const { type } of children) type?.visit(visitor);
  return exported.filter((entry) => entry.extendedBy === undefined || typesOfFields.has(entry));
}

function describeAll(entries: readonly DeclarationReflection[], documented: ReadonlySet<string>): string[] {
  return (
    entries
      .filter(({ name }) => documented.has(name))
      // The words of a type and the defaults of args stand with their fields.
      .filter((entry) => wordsOf(entry.type) === undefined && !entry.name.endsWith("_DEFAULTS"))
      .map((entry) => describeEntry(entry, documented))
  );
}

function describeEntry(entry: DeclarationReflection, documented: ReadonlySet<string>): string {
  const [signature] = entry.signatures ?? [];
  if (signature !== undefined) {
    const parameters = signature.parameters?.map((one) => `${one.name}: ${one.type}`).join(", ") ?? "";
    return section(
      entry.name,
      fence("ts", `function ${entry.name}(${parameters}): ${signature.type}`),
      signature.comment,
    );
  }
  switch (entry.kind) {
    case ReflectionKind.TypeAlias:
      return section(entry.name, describeType(entry, documented), entry.comment);
    case ReflectionKind.Variable:
      return section(entry.name, "", entry.comment);
    default: {
      const fields = membersOf(entry, ReflectionKind.Property);
      const list = fields.map((field) => describeMember(field, documented)).join("\n");
      return [section(entry.name, "", entry.comment), list].join("\n\n");
    }
  }
}

function section(name: string, declaration: string, comment: Comment | undefined): string {
  return [`### ${name}`, declaration, describeComment(comment)].filter((part) => part !== "").join("\n\n");
}

function membersOf(entry: DeclarationReflection, kind: ReflectionKind): DeclarationReflection[] {
  return (entry.children ?? []).filter((member) => member.kind === kind && !member.flags.isStatic);
}

/** One field or output: name, type, whether it must be given, default, text, example. */
function describeMember(member: DeclarationReflection, documented: ReadonlySet<string>): string {
  const [fallback] = tagged(member.comment, "@default");
  const facts = [
    describeType(member, documented),
    ...(member.flags.isOptional ? ["optional"] : []),
    ...(fallback === undefined ? [] : [`default ${describeValue(fallback)}`]),
  ];
  const summary = text(member.comment?.summary);
  const examples = tagged(member.comment, "@example").map((example) => `Example: ${describeValue(example)}`);
  return bullet(
    [`**${code(member.name)}** ${facts.join(", ")}`, summary, ...examples].filter(Boolean).join("\n\n"),
  );
}

/** A type as code, followed by links to what of it this page describes. */
function describeType({ type }: DeclarationReflection, documented: ReadonlySet<string>): string {
  const spelled = oneOfWords(type) ?? String(type);
  const links = [...new Set(spelled.match(/\w+/g))]
    .filter((name) => documented.has(name))
    .map((name) => linkTo(name));
  return links.length === 0 ? code(spelled) : `${code(spelled)} (${links.join(", ")})`;
}

/** `"a" | "b"` of `(typeof WORDS)[number]`. */
function oneOfWords(type: SomeType | undefined): string | undefined {
  if (type?.type !== "indexedAccess" || type.objectType.type !== "query") return undefined;
  const list = type.objectType.queryType.reflection;
  return list instanceof DeclarationReflection ? wordsOf(list.type)?.join(" | ") : undefined;
}

/** The words of a fixed list, if the type is one. */
function wordsOf(type: SomeType | undefined): string[] | undefined {
  if (type?.type !== "typeOperator" || type.target.type !== "tuple") return undefined;
  return type.target.elements.map(String);
}

function describeComment(comment: Comment | undefined): string {
  const examples = tagged(comment, "@example").map((example) => fence("ts", example));
  return [text(comment?.summary), ...examples].filter((part) => part !== "").join("\n\n");
}

/** Contents of block tags without the fence that TypeDoc puts around them. */
function tagged(comment: Comment | undefined, tag: `@${string}`): string[] {
  return (comment?.getTags(tag) ?? []).map(({ content }) =>
    text(content).replace(/^```\w*\n([\s\S]*)\n```$/, "$1"),
  );
}

/** A value as code; one that begins with a dash says in words how it comes about. */
function describeValue(value: string): string {
  if (value.startsWith("- ")) return value.slice(2);
  return value.includes("\n") ? `\n\n${fence("ts", value)}` : code(value);
}

function text(parts: readonly CommentDisplayPart[] | undefined): string {
  return (parts ?? [])
    .map((part) => {
      if (part.kind !== "inline-tag") return part.text;
      const target = part.target;
      return typeof target === "object" && "kind" in target
        ? linkTo(part.text, topLevel(target))
        : code(part.text);
    })
    .join("")
    .trim();
}

/** The export that a member belongs to. */
function topLevel(reflection: Reflection): string {
  let found = reflection;
  while (found.parent !== undefined && !found.parent.isProject()) found = found.parent;
  return found.name;
}

function linkTo(label: string, name = label): string {
  return `[${code(label)}](#${name.toLowerCase()})`;
}
