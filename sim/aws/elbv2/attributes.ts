/** Attributes of load balancers, listeners and target groups: what there is, and the operations that show and change it. */
import type { Cloud } from "../../core/cloud.ts";
import type { Table } from "../../core/table.ts";
import { operation } from "../../core/operation.ts";
import { onResources } from "./authorization.ts";
import { validationError } from "./errors.ts";
import type { Attributes } from "./records.ts";
import type { Attribute, AttributesOutput } from "./requests.ts";
import { elbv2State, type Elbv2State } from "./state.ts";

/** What an attribute's value must be. @throws AwsError */
type AttributeCheck = (key: string, value: string) => void;

/** One attribute: its value in a new object, and which others it may have. */
export interface AttributeRule {
  readonly default: string;
  readonly check: AttributeCheck;
}

/** All attributes of a kind, by key. */
export type AttributeRules = Readonly<Record<string, AttributeRule>>;

/**
 * A kind of objects with attributes.
 *
 * @typeParam N its name in operations and parameters: `LoadBalancer`.
 * @typeParam O what of an object tells which attributes it has.
 */
interface AttributeKind<N extends string, O> {
  readonly name: N;
  /** As messages name one: `Load balancer`. */
  readonly owner: string;
  rulesFor(object: O): AttributeRules;
  table(state: Elbv2State): Table<O & { attributes: Attributes }>;
  /** What attributes must be together. @throws AwsError, NotSimulated */
  checkTogether?(attributes: Attributes, cloud: Cloud, before: Attributes): void;
}

type ArnInput<N extends string> = { readonly [Key in `${N}Arn`]: string };

type ModifyInput<N extends string> = ArnInput<N> & { readonly Attributes: readonly Attribute[] };

/** `Describe<Name>Attributes` and `Modify<Name>Attributes` of a kind, and what others need of its attributes. */
export function attributeOperations<N extends string, O>(kind: AttributeKind<N, O>) {
  const recordOf = (cloud: Cloud, arn: string) => kind.table(elbv2State(cloud)).get(arn);
  const arnOf = (input: ArnInput<N>): string => input[`${kind.name}Arn`];
  const defaultsOf = (object: O): Attributes =>
    Object.fromEntries(Object.entries(kind.rulesFor(object)).map(([key, rule]) => [key, rule.default]));
  return {
    name: kind.name,
    /** The attributes of a new object. */
    defaultsOf,
    defaultsAt: (cloud: Cloud, arn: string): Attributes => defaultsOf(recordOf(cloud, arn)),
    attributesOf: (cloud: Cloud, arn: string): Attributes => recordOf(cloud, arn).attributes,

    describe: operation<ArnInput<N>, AttributesOutput>({
      run: (cloud, input) => ({ Attributes: attributeList(recordOf(cloud, arnOf(input)).attributes) }),
    }),

    modify: operation<ModifyInput<N>, AttributesOutput>({
      authorize: (cloud, input) => onResources(cloud, `Modify${kind.name}Attributes`, [arnOf(input)]),
      run(cloud, input) {
        const record = recordOf(cloud, arnOf(input));
        const attributes = withAttributes(record.attributes, input.Attributes, {
          rules: kind.rulesFor(record),
          owner: kind.owner,
        });
        kind.checkTogether?.(attributes, cloud, record.attributes);
        record.attributes = attributes;
        return { Attributes: attributeList(attributes) };
      },
    }),
  };
}

/** The attributes as the API lists them. */
function attributeList(attributes: Attributes): Attribute[] {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * `present` with the attributes of a request over it.
 *
 * @throws AwsError ValidationError for unknown or doubled keys and values that the check refuses.
 */
function withAttributes(
  present: Attributes,
  changes: readonly Attribute[],
  { rules, owner }: { readonly rules: AttributeRules; readonly owner: string },
): Attributes {
  const merged: Record<string, string> = { ...present };
  const seen = new Set<string>();
  for (const { Key: key = "", Value: value = "" } of changes) {
    const rule = rules[key];
    if (rule === undefined) throw validationError(`${owner} attribute key '${key}' is not recognized`);
    if (seen.has(key)) throw validationError(`${owner} attribute key '${key}' was specified more than once`);
    seen.add(key);
    rule.check(key, value);
    merged[key] = value;
  }
  return merged;
}

export const isBoolean: AttributeCheck = oneOf("true", "false");

/** One of the listed words. */
export function oneOf(...allowed: readonly string[]): AttributeCheck {
  return (key, value) => {
    if (!allowed.includes(value)) {
      throw validationError(`'${key}' value '${value}' must be one of [${allowed.join(", ")}]`);
    }
  };
}

/** An integer from `min` to `max`, or 0 where that switches the feature off. */
export function between(
  min: number,
  max: number,
  options: { readonly orZero?: boolean } = {},
): AttributeCheck {
  return (key, value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (options.orZero === true && number === 0) return;
    if (!(number >= min && number <= max)) {
      throw validationError(`'${key}' value '${value}' must be between '${min}-${max}' inclusive`);
    }
  };
}

/** Free text. */
export const isText: AttributeCheck = () => {};
