/** Sends again, as plain resources, what a real component registered with the engine. */
import * as pulumi from "@pulumi/pulumi";

/** A recording in `tests/fixtures/component-traces`. */
export interface Recording {
  readonly registered: readonly (RecordedResource | RecordedInvoke)[];
}

export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface RecordedInvoke {
  readonly invoke: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What a component registered, with the id that the recording's provider gave to it. */
export type Registration = (RecordedResource & { readonly id: string }) | RecordedInvoke;

export interface ReplayOptions {
  /** What stands here for what the component got from elsewhere, by what was recorded. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Outputs that the component reads, by type of resource. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
  /** Inputs that come from what the recording's provider did not tell. */
  readonly amend?: (resource: RecordedResource, replayed: Replayed) => Readonly<Record<string, unknown>>;
  /** What a resource waits for, besides those that its inputs come from. */
  readonly dependsOn?: (resource: RecordedResource, replayed: Replayed) => readonly pulumi.Resource[];
}

/** @param idOf id that the recording's provider gave to the resource at a position, counted from 0. */
export function registrations({ registered }: Recording, idOf: (position: number) => string): Registration[] {
  let position = 0;
  return registered.map((entry) => ("invoke" in entry ? entry : { ...entry, id: idOf(position++) }));
}

/** Key by which a reference to a resource is known on the wire. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A resource of any type, without the SDK's class for it. */
class ReplayedResource extends pulumi.CustomResource {
  readonly #reads: readonly string[];

  constructor(
    { type, name }: RecordedResource,
    inputs: Readonly<Record<string, unknown>>,
    reads: readonly string[],
    opts: pulumi.CustomResourceOptions,
  ) {
    super(type, name, { ...Object.fromEntries(reads.map((output) => [output, undefined])), ...inputs }, opts);
    this.#reads = reads;
  }

  /** The outputs that are read. */
  outputs(): Readonly<Record<string, pulumi.Output<unknown>>> {
    // The SDK makes a property of each.
    const properties = Object.entries(this).filter(([key]) => this.#reads.includes(key));
    return Object.fromEntries(properties) as Record<string, pulumi.Output<unknown>>;
  }
}

/** What was registered again so far. */
export class Replayed {
  readonly #resources = new Map<string, ReplayedResource>();
  readonly #answers: { readonly recorded: RecordedInvoke; readonly result: pulumi.Output<unknown> }[] = [];

  add({ type, name }: RecordedResource, resource: ReplayedResource): void {
    this.#resources.set(`${type} ${name}`, resource);
  }

  answer(recorded: RecordedInvoke, result: pulumi.Output<unknown>): void {
    this.#answers.push({ recorded, result });
  }

  all(): readonly pulumi.Resource[] {
    return [...this.#resources.values()];
  }

  /** @throws Error when there is none. */
  resource(type: string, name: string): ReplayedResource {
    const found = this.#resources.get(`${type} ${name}`);
    if (found === undefined) throw new Error(`no ${type} ${name} so far`);
    return found;
  }

  /** An output that is read. */
  output(type: string, name: string, property: string): pulumi.Output<unknown> {
    const output = this.resource(type, name).outputs()[property];
    if (output === undefined) throw new Error(`${property} of ${type} is not read`);
    return output;
  }

  /** All outputs that are read, by type and name of their resource. */
  outputs(): Record<string, Readonly<Record<string, pulumi.Output<unknown>>>> {
    const outputs = [...this.#resources].map(([key, resource]) => [key, resource.outputs()] as const);
    return Object.fromEntries(outputs.filter(([, read]) => Object.keys(read).length > 0));
  }

  /** The result of a function that was called with these args, perhaps among others. */
  result<T>(token: string, args: Readonly<Record<string, unknown>>): pulumi.Output<T> {
    const found = this.#answers.find(
      ({ recorded }) =>
        recorded.invoke === token &&
        Object.entries(args).every(([key, value]) => recorded.args[key] === value),
    );
    if (found === undefined) throw new Error(`${token} was not called so far`);
    return found.result as pulumi.Output<T>;
  }
}

/** Registers each recorded resource and calls each recorded function, in the order given. */
export function replay(recorded: readonly Registration[], options: ReplayOptions): Replayed {
  const replayed = new Replayed();
  const values = new Map<string, unknown>(Object.entries(options.given ?? {}));
  for (const entry of recorded) {
    if ("invoke" in entry) {
      replayed.answer(entry, pulumi.runtime.invokeOutput(entry.invoke, { ...entry.args }));
      continue;
    }
    const inputs = { ...translateEach(entry.inputs, values), ...options.amend?.(entry, replayed) };
    const resource = new ReplayedResource(entry, inputs, options.reads[entry.type] ?? [], {
      dependsOn: [...(options.dependsOn?.(entry, replayed) ?? [])],
    });
    values.set(entry.id, resource.id);
    values.set(`arn:aws:sim:${entry.id}`, resource.outputs()["arn"]);
    values.set(`resource ${entry.id}`, resource);
    replayed.add(entry, resource);
  }
  return replayed;
}

/** A recorded value with today's in place of ids, ARNs and references of then. */
function translate(value: unknown, values: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") return values.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => translate(item, values));
  if (typeof value !== "object" || value === null) return value;
  const object = value as Readonly<Record<string, unknown>>;
  if (SIGNATURE in object) return values.get(`resource ${String(object["id"])}`);
  const inputs = translateEach(object, values);
  const [key, id] = Object.keys(object)
    .map((name) => [name, /sim-\d+$/.exec(name)?.[0]] as const)
    .find(([, found]) => found !== undefined) ?? [undefined];
  if (key === undefined || id === undefined) return inputs;
  return pulumi.all([pulumi.output(inputs), pulumi.output(values.get(id))]).apply(([known, present]) => {
    const { [key]: tagged, ...others } = known;
    return { ...others, [key.replace(id, String(present))]: tagged };
  });
}

function translateEach(
  object: Readonly<Record<string, unknown>>,
  values: ReadonlyMap<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, translate(item, values)]));
}
