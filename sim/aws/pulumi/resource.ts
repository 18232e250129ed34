/** How Pulumi types of AWS services are declared: from a schema of their inputs and what the provider does with these. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import { diffResource } from "../../core/diff.ts";
import { isObject } from "../../core/is-object.ts";
import { NotSimulated, ResourceInitError } from "../../core/errors.ts";
import type {
  CheckFailure,
  ComputedOutputs,
  ImportedResource,
  Properties,
  ResourceContext,
  ResourceType,
} from "../../core/resource-type.ts";
import { UNKNOWN } from "../../core/unknown.ts";
import { isSameInput, withoutLeftAlone } from "./absent-inputs.ts";
import { importInputs } from "./import-inputs.ts";
import { sameSet } from "./sets.ts";

/** What {@link awsResource} makes a type from. */
export interface Definition<S extends z.ZodObject> {
  readonly token: string;
  /** The inputs that are simulated, but for `region`, which every type has. Others are NotSimulated. */
  readonly schema: S;
  /** Of a service that has no regions: the type has no `region`. */
  readonly global?: true;
  /** Values that the provider gives to inputs which the program leaves out. */
  readonly defaults?: Properties;
  /** What inputs mean that the program leaves out, and that stay left out. */
  readonly meantDefaults?: Properties;
  /** What inputs mean within blocks that the program gives without them, by the name of the block. */
  readonly blockDefaults?: Readonly<Record<string, Properties>>;
  /** Inputs of which the default alone is simulated. */
  readonly onlyDefault?: readonly string[];
  readonly replaceOnChange?: readonly string[];
  /** As {@link ResourceType.deleteBeforeReplace}. */
  readonly deleteBeforeReplace?: true;
  /**
   * The input that names the object, where the provider makes up a name for want of one. With a name of the program's own
   * a replacement cannot stand beside the old object, which therefore goes first (nameRequiresDeleteBeforeReplace in
   * pulumi-terraform-bridge, pkg/tfbridge/schema.go).
   */
  readonly nameInput?: string;
  readonly computed: ComputedOutputs;
  readonly computedOnUpdate?: readonly string[];
  /** Inputs among `computed` of which the provider finds out parts only: to leave one out is a change. */
  readonly computedInPart?: readonly string[];
  /** The comparison of an input that has one of its own; undefined for that of values. */
  isSame?(property: string, before: unknown, after: unknown): boolean | undefined;
  /** The inputs as the provider takes them, before their check. */
  normalized?(inputs: Properties): Properties;
  /** What is wrong with well-typed inputs, in the provider's words. */
  problems?(inputs: z.output<S>): readonly CheckFailure[];
  /**
   * @returns the id.
   * @throws ResourceInitError when it exists but is not ready; its outputs are those of `read`, whatever it says.
   */
  create(context: ResourceContext, inputs: z.output<S>): string;
  /** All outputs but `region`; undefined when the object is gone. `properties` are inputs, or empty on import. */
  read(context: ResourceContext, id: string, properties: Properties): Properties | undefined;
  /** Imported inputs without those that would conflict with others (`deconflict` in pulumi-terraform-bridge). */
  withoutConflicts?(inputs: Properties): Properties;
  /** As {@link ResourceType.findImported}; default: what is imported is named by its own id. */
  findImported?(context: ResourceContext, importId: string): ImportedResource | undefined;
  /** `before` may lack inputs, as those of an imported object do. Throws as `create` does. */
  update?(context: ResourceContext, id: string, before: Partial<z.output<S>>, after: z.output<S>): void;
  delete(context: ResourceContext, id: string, properties: Properties): void;
}

/** The Pulumi type that a definition describes. */
export function awsResource<S extends z.ZodObject>(definition: Definition<S>): ResourceType {
  const { token, schema, update, defaults = {}, meantDefaults = {}, blockDefaults = {} } = definition;
  const regional = definition.global ? {} : { region: z.string().optional() };
  const strict = z.strictObject({ ...schema.shape, ...regional });
  const regionOf = (cloud: Cloud) => (definition.global ? {} : { region: cloud.region });
  const parse = ({ region: _region, ...inputs }: Properties): z.output<S> => schema.parse(inputs);
  const outputs = (context: ResourceContext, id: string, properties: Properties) => {
    const found = definition.read(context, id, properties);
    return found && { ...defined(found), ...regionOf(context.cloud) };
  };
  const outputsOf = (context: ResourceContext, id: string, properties: Properties): Properties => {
    const found = outputs(context, id, properties);
    if (found === undefined) throw new Error(`${token} ${id} is gone right after it was written`);
    return found;
  };
  /** Writes an object, which may exist without being ready. */
  const written = <T>(context: ResourceContext, properties: Properties, write: () => T): T => {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof ResourceInitError)) throw error;
      throw new ResourceInitError(error.id, outputsOf(context, error.id, properties), error.reasons);
    }
  };
  /** Whether the provider finds out an input that the program leaves out; a name it makes up. */
  const isFoundOut = (property: string): boolean => {
    const { computed, computedInPart = [], nameInput } = definition;
    if ([nameInput, `${nameInput}Prefix`, ...computedInPart].includes(property)) return false;
    return (typeof computed === "function" ? computed({}) : computed).includes(property);
  };
  const type: ResourceType = {
    token,
    computed: definition.computed,
    ...(definition.replaceOnChange && { replaceOnChange: definition.replaceOnChange }),
    ...(definition.deleteBeforeReplace && { deleteBeforeReplace: true }),
    ...(definition.computedOnUpdate && { computedOnUpdate: definition.computedOnUpdate }),

    isSame(property, first, second, present) {
      // Inputs are compared with the state (`Diff` in pkg/tfbridge/provider.go), which has also what the program did not say.
      if (first === undefined && present !== undefined && sameSet(second, present)) return true;
      const meant = (value: unknown) =>
        isObject(value) ? { ...blockDefaults[property], ...value } : (value ?? meantDefaults[property]);
      const [before, after] = [meant(first), meant(second)];
      return isSameInput(before, after, isFoundOut(property), definition.isSame?.(property, before, after));
    },

    check(given, { cloud }) {
      const normalized = definition.normalized?.(given) ?? given;
      const inputs: Properties = { ...regionOf(cloud), ...defaults, ...normalized };
      for (const property of definition.onlyDefault ?? []) {
        const value = inputs[property];
        if (value !== defaults[property] && value !== UNKNOWN)
          throw new NotSimulated(token, `input ${property}`);
      }
      if (!definition.global && inputs["region"] !== cloud.region) {
        throw new NotSimulated(token, `region ${String(inputs["region"])}`);
      }
      // What is not simulated may turn out not to be there.
      const known = Object.entries(inputs).filter(([key, value]) => value !== UNKNOWN || key in strict.shape);
      const parsed = strict.safeParse(Object.fromEntries(known));
      if (!parsed.success)
        return { inputs, failures: parsed.error.issues.map((issue) => failure(token, issue)) };
      return { inputs, failures: definition.problems?.(parse(inputs)) ?? [] };
    },

    create(context, inputs) {
      const id = written(context, inputs, () => definition.create(context, parse(inputs)));
      return { id, outputs: outputsOf(context, id, inputs) };
    },

    read: outputs,

    ...(definition.findImported && { findImported: definition.findImported.bind(definition) }),

    inputNames: () => Object.keys(strict.shape),

    importInputs(found) {
      const { nameInput } = definition;
      const read = importInputs(strict, found, { ...defaults, ...meantDefaults, ...blockDefaults });
      const inputs = nameInput === undefined ? read : namedOnce(read, nameInput);
      return definition.withoutConflicts?.(inputs) ?? inputs;
    },

    ...(update && {
      update(context: ResourceContext, id: string, before: Properties, after: Properties) {
        const changed = withoutLeftAlone(before, after, isFoundOut);
        const known = schema.partial().parse(changed) as Partial<z.output<S>>;
        written(context, after, () => update.call(definition, context, id, known, parse(after)));
        return outputsOf(context, id, after);
      },
    }),

    delete: definition.delete.bind(definition),
  };
  return definition.nameInput === undefined ? type : namedByProgram(type, definition.nameInput);
}

function namedByProgram(type: ResourceType, nameInput: string): ResourceType {
  return {
    ...type,
    diff: (before, after, state) => ({
      ...diffResource(type, withoutNameLeft(before, after, nameInput), after, { state }),
      deleteBeforeReplace: after[nameInput] !== undefined,
    }),
  };
}

/** Where the program gives a prefix, the provider makes up no name, and the one that is there stays. */
function withoutNameLeft(before: Properties, after: Properties, nameInput: string): Properties {
  if (after[`${nameInput}Prefix`] === undefined) return before;
  const { [nameInput]: _name, ...others } = before;
  return others;
}

/** A name and the prefix that it was made from conflict; of two such inputs the first stays (pkg/tfbridge/deconflict.go). */
function namedOnce(inputs: Properties, nameInput: string): Properties {
  if (inputs[nameInput] === undefined) return inputs;
  const { [`${nameInput}Prefix`]: _prefix, ...others } = inputs;
  return others;
}

/** @throws NotSimulated for an input that the schema lacks. */
function failure(token: string, issue: z.core.$ZodIssue): CheckFailure {
  if (issue.code === "unrecognized_keys") {
    const path = [...issue.path, issue.keys[0] ?? ""].join(".");
    throw new NotSimulated(token, `input ${path}`);
  }
  const property = issue.path.reduce<string>(
    (path, key) =>
      typeof key === "number" ? `${path}[${key}]` : path === "" ? String(key) : `${path}.${String(key)}`,
    "",
  );
  return { property, reason: reasonOf(issue) };
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    const argument = snakeCase(String(issue.path.at(-1)));
    // https://github.com/pulumi/pulumi-terraform-bridge, pkg/tfbridge/provider.go
    return `Missing required argument. The argument "${argument}" is required, but no definition was found.`;
  }
  return issue.message;
}

/** Terraform's name of a property. */
function snakeCase(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
