import type { Child, ChildOptions, Expansion, Properties } from "../../sim/core/resource-type.ts";

/** What a component registered or asked for, in the shape of the recordings in `tests/fixtures/component-traces`. */
export type Registration =
  | { readonly type: string; readonly name: string; readonly inputs: Properties }
  | { readonly invoke: string; readonly args: Properties };

/** Outputs of a child by its type and name. */
export type OutputsOf = (type: string, name: string) => Properties;

/** An expansion in which everything is known at once; it keeps what a component registers. */
export class RecordingExpansion implements Expansion {
  readonly registered: Registration[] = [];
  /** `type name` of the parents of children that do not stand in the component itself, by `type name`. */
  readonly parents: Record<string, string> = {};
  /** Other options of children, by `type name`. */
  readonly options: Record<string, Pick<ChildOptions, "ignoreChanges">> = {};
  readonly #labels = new Map<Child, string>();
  readonly #outputsOf: OutputsOf;
  readonly #results: Readonly<Record<string, (args: Properties) => Properties>>;

  constructor(outputsOf: OutputsOf, results: Readonly<Record<string, (args: Properties) => Properties>>) {
    this.#outputsOf = outputsOf;
    this.#results = results;
  }

  resource(type: string, name: string, inputs: Properties, options: ChildOptions = {}): Child {
    this.registered.push({ type, name, inputs });
    return this.#child(`${type} ${name}`, this.#outputsOf(type, name), options);
  }

  component(type: string, name: string, options: ChildOptions = {}): Child {
    return this.#child(`${type} ${name}`, {}, options);
  }

  #child(label: string, outputs: Properties, { parent, dependsOn: _, ...options }: ChildOptions): Child {
    this.options[label] = options;
    if (parent !== undefined) this.parents[label] = this.#labels.get(parent) ?? "";
    const child = {
      output: (property: string) => {
        if (!(property in outputs)) throw new Error(`${label} has no output ${property}`);
        return outputs[property];
      },
      reference: outputs,
    };
    this.#labels.set(child, label);
    return child;
  }

  invoke(token: string, args: Properties): unknown {
    const result = this.#results[token];
    if (result === undefined) throw new Error(`${token} is not expected`);
    this.registered.push({ invoke: token, args });
    return result(args);
  }

  map<T, U>(value: T, compute: (value: T) => U): U {
    return compute(value);
  }

  /** References are the outputs themselves here. */
  follow(reference: unknown, output: string): unknown {
    return (reference as Properties)[output];
  }

  /** Everything that was registered, by name. */
  byName(): Registration[] {
    return sortRegistrations(this.registered);
  }
}

/** Orders registrations by what they are: which of two independent ones comes first is chance. */
export function sortRegistrations(registered: readonly Registration[]): Registration[] {
  const key = (entry: Registration) =>
    "invoke" in entry ? `${entry.invoke} ${JSON.stringify(entry.args)}` : `${entry.type} ${entry.name}`;
  return registered.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
