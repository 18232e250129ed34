import pc from "picocolors";
import type { StepEvent } from "../../../sim/hosts/in-process/events.ts";

/** One line of the progress tree: a stack, a component or a resource that stands alone. */
interface Node {
  readonly label: string;
  readonly children: Map<string, Node>;
  /** Resources finished below this node; for a stack, itself included. */
  done: number;
  running: string | undefined;
  failure: string | undefined;
}

/**
 * Progress of stacks as a tree of stacks and their components; all else is counted, not listed. As in Pulumi's own
 * counts, stack, components and providers are resources too.
 */
export class ProgressTree {
  readonly #stacks = new Map<string, Node>();
  /** By URN, the components around a resource. */
  readonly #byUrn = new Map<string, readonly Node[]>();
  readonly #notes = new Map<string, string>();

  /** Takes in one step of a running update. */
  add(event: StepEvent): void {
    const stack = this.#stack(event.stack);
    const path = this.#path(event, stack);
    const nodes = [stack, ...path];
    const own = isComponent(event.type) ? path.at(-1) : undefined;
    for (const node of nodes) {
      node.running = event.status === "started" ? `${event.type} ${event.name}` : undefined;
      if (event.status === "done" && node !== own) node.done += 1;
    }
    if (event.status === "failed") {
      for (const node of path) node.failure ??= event.message;
    }
  }

  /** Says beside a stack's name what became of it, e.g. `1.2 s`. */
  note(stack: string, text: string): void {
    this.#notes.set(stack, text);
  }

  /** The tree of one stack. */
  render(stack: string): string {
    const node = this.#stack(stack);
    const note = this.#notes.get(stack);
    const head = `${pc.bold(stack)}  ${resources(node.done)}${note === undefined ? "" : pc.dim(`  ${note}`)}`;
    return [head, ...renderChildren(node, "")].join("\n");
  }

  #stack(name: string): Node {
    const existing = this.#stacks.get(name);
    if (existing !== undefined) return existing;
    const created = newNode(name);
    this.#stacks.set(name, created);
    return created;
  }

  /** Components from the stack down to the one that holds the resource of `event`; a component holds itself. */
  #path(event: StepEvent, stack: Node): readonly Node[] {
    const above = this.#byUrn.get(event.parent ?? "") ?? [];
    const path = isComponent(event.type) ? [...above, this.#component(event, above.at(-1) ?? stack)] : above;
    this.#byUrn.set(event.urn, path);
    return path;
  }

  #component({ urn, type, name }: StepEvent, holder: Node): Node {
    const node = holder.children.get(urn) ?? newNode(`${className(type)} ${name}`);
    holder.children.set(urn, node);
    return node;
  }
}

/** Components have a type without a module file part: `awsx:ec2:Vpc`, `multicluster-ingress:index:Vpc`. */
function isComponent(type: string): boolean {
  return !type.includes("/") && !type.startsWith("pulumi:");
}

function className(type: string): string {
  const [packageName, , name = type] = type.split(":");
  return packageName === "multicluster-ingress" ? name : `${packageName}.${name}`;
}

function newNode(label: string): Node {
  return { label, children: new Map(), done: 0, running: undefined, failure: undefined };
}

function renderChildren(node: Node, indent: string): string[] {
  const children = [...node.children.values()];
  return children.flatMap((child, index) => {
    const last = index === children.length - 1;
    return [
      `${pc.dim(`${indent}${last ? "└─" : "├─"}`)} ${renderNode(child)}`,
      ...renderChildren(child, `${indent}${last ? "   " : "│  "}`),
    ];
  });
}

function renderNode(node: Node): string {
  if (node.failure !== undefined)
    return `${pc.red("✗")} ${node.label}  ${pc.red(node.failure.split("\n")[0]!)}`;
  if (node.running !== undefined) return `${pc.yellow("…")} ${node.label}  ${pc.dim(node.running)}`;
  return `${pc.green("✓")} ${node.label}  ${pc.dim(resources(node.done))}`;
}

function resources(count: number): string {
  return count === 1 ? "1 resource" : `${count} resources`;
}
