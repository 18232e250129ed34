/**
 * How a kind of EC2 objects is declared: its names and rules give the operations Create, Describe and Delete with their IAM
 * checks, tags and filters, and a frame for its Pulumi type. Operations beside these are in the file of the kind.
 */
import type { Caller } from "../../core/caller.ts";
import type { Cloud } from "../../core/cloud.ts";
import { operation, type Operation } from "../../core/operation.ts";
import type { ResourceType } from "../../core/resource-type.ts";
import type { Table } from "../../core/table.ts";
import type { TagChanges } from "../pulumi/tag-changes.ts";
import type { Kind } from "../kind/kind.ts";
import { kindResource, type KindResource, type TaggedSchema } from "../kind/resource.ts";
import type { Tag } from "../tags.ts";
import { onEach, onNew } from "./authorization.ts";
import { filtered, type Filter, type FilterValues } from "./filters.ts";
import { kindBy, type IdPrefix, type KindRecords } from "./kinds.ts";
import { ec2State } from "./state.ts";
import { newTags, type TagSpecification } from "./tags.ts";

/** What a kind and its operations are called. */
export interface KindNames {
  /** Of its ids: `igw`. */
  readonly prefix: IdPrefix;
  /** Member of an answer that has one object: `InternetGateway`. */
  readonly one: string;
  /** Member that has the id, with an `s` the parameter of several: `InternetGatewayId`. */
  readonly id: string;
  readonly create: string;
  /** What follows `Describe` is the member of the answer. */
  readonly describe: `Describe${string}`;
  readonly delete: string;
  /** Parameter of Describe that has filters. Default: `Filters`. */
  readonly filters?: string;
  /** Parameter of Describe that has names, where objects have unique ones: `KeyNames`. */
  readonly names?: string;
}

type DescribeNames = Pick<KindNames, "id" | "describe" | "filters" | "names">;

/** The parameter by which new objects are tagged. */
export interface Tagging {
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** How objects are found and shown: V is how. */
export interface DescribeRules<R, V> {
  /** What Describe shows of a record. Default: all. */
  show?(cloud: Cloud, record: R): V;
  /** Values that filters are compared with, beside tags. */
  filters(cloud: Cloud): FilterValues<R>;
  /** What has a name. @throws AwsError when nothing has. */
  byName?(cloud: Cloud, name: string): R;
}

/**
 * What a kind does its own way.
 *
 * @typeParam R the record; Q what Create takes beside tags; V an object as it is shown; C, D the answers of Create and
 * Delete.
 */
export interface KindRules<R, Q, V, C, D> extends DescribeRules<R, V> {
  /** Ids in a request to create one, on which IAM must allow the action too. */
  uses?(request: Q): readonly (string | undefined)[];
  /** Condition keys of a request to create one, beside those of its tags. */
  conditions?(cloud: Cloud, request: Q): Readonly<Record<string, string>>;
  /** The new record. @throws AwsError what EC2 refuses. */
  make(cloud: Cloud, request: Q, id: string, tags: Tag[]): R;
  /** What comes into being with it, when it is in its table. */
  made?(cloud: Cloud, record: R, request: Q): void;
  /** Takes away what goes with it. @throws AwsError what EC2 refuses. */
  unmake?(cloud: Cloud, record: R, caller: Caller): void;
  /** What Create answers. Default: the object. */
  created?(cloud: Cloud, record: R): C;
  /** What Delete answers. Default: nothing. */
  deleted?(cloud: Cloud, record: R): D;
}

type ListOf<K extends DescribeNames> = K["describe"] extends `Describe${infer List}` ? List : never;
type FiltersOf<K> = K extends { readonly filters: infer F extends string } ? F : "Filters";
type NamesOf<K> = K extends { readonly names: infer N extends string } ? N : never;

/** What Describe takes. */
export type DescribeRequest<K extends DescribeNames> = {
  readonly [name in `${K["id"]}s` | NamesOf<K>]?: readonly string[] | undefined;
} & { readonly [name in FiltersOf<K>]?: readonly Filter[] | undefined };

type KindOperations<K extends KindNames, Q, V, C, D> = Record<K["create"], Operation<Q & Tagging, C>> &
  Record<K["describe"], Operation<DescribeRequest<K>, Record<ListOf<K>, V[]>>> &
  Record<K["delete"], Operation<Readonly<Record<K["id"], string>>, D>>;

/** A declared kind. */
export interface Ec2Kind<R extends { Tags: Tag[] }, Q, O> extends Kind<R, Tagging> {
  /** Makes one; so do AWS's own services for theirs. @throws AwsError */
  add(cloud: Cloud, request: Q, tags?: Tag[], id?: string): R;
  readonly operations: O;
  /** Its Pulumi type. */
  resource<S extends TaggedSchema>(definition: KindResource<S, R, Tagging>): ResourceType;
}

/** Declares a kind. */
export function ec2Kind<
  const K extends KindNames,
  Q extends object,
  V = KindRecords[K["prefix"]],
  C = Record<K["one"], V>,
  D = Record<string, never>,
>(
  names: K,
  rules: KindRules<KindRecords[K["prefix"]], Q, V, C, D>,
): Ec2Kind<KindRecords[K["prefix"]], Q, KindOperations<K, Q, V, C, D>> {
  type R = KindRecords[K["prefix"]];
  const { type, table: rows } = kindBy<K["prefix"]>(names.prefix);
  const table = (cloud: Cloud) => rows(ec2State(cloud));
  const add = (cloud: Cloud, request: Q, tags: Tag[] = [], id = cloud.ids.ec2(names.prefix)): R => {
    const record = table(cloud).set(id, rules.make(cloud, request, id, tags));
    rules.made?.(cloud, record, request);
    return record;
  };
  const kind: Kind<R, Tagging> = {
    table,
    tagsOf: ({ Tags }) => Tags,
    tagging: (tags) => taggingOf(type, tags),
    changeTags,
  };
  const operations = {
    [names.create]: createOperation(names, rules, add),
    [names.describe]: describeOperation(names, table, rules),
    [names.delete]: deleteOperation(names, table, rules),
  };
  return {
    ...kind,
    add,
    // The keys are those of `names`.
    operations: operations as unknown as KindOperations<K, Q, V, C, D>,
    resource: (definition) => kindResource(kind, definition),
  };
}

function createOperation<R, Q extends object, V, C, D>(
  { prefix, one, create }: KindNames,
  rules: KindRules<R, Q, V, C, D>,
  add: (cloud: Cloud, request: Q, tags: Tag[]) => R,
) {
  const { type } = kindBy(prefix);
  return operation({
    authorize: (cloud, request: Q & Tagging) => [
      ...onNew(cloud, create, type, request.TagSpecifications, rules.conditions?.(cloud, request)),
      ...onEach(cloud, create, rules.uses?.(request) ?? []),
    ],
    run: (cloud, request, caller) => {
      const record = add(cloud, request, newTags(request.TagSpecifications, type, caller));
      return rules.created?.(cloud, record) ?? { [one]: shown(cloud, rules, record) };
    },
  });
}

/** Describe of a kind, also of one that is made or deleted in a way of its own. */
export function describeOperation<const K extends DescribeNames, R extends { Tags: Tag[] }, V = R>(
  names: K,
  table: (cloud: Cloud) => Table<R>,
  rules: DescribeRules<R, V>,
): Operation<DescribeRequest<K>, Record<ListOf<K>, V[]>> {
  const { describe, filters = "Filters" } = names;
  return operation({
    run: (cloud, request: DescribeRequest<K>) => {
      const { [filters]: given } = request as Readonly<Record<string, readonly Filter[] | undefined>>;
      const records = named(cloud, names, table, rules, request) ?? table(cloud).values();
      const found = filtered(describe, records, given, rules.filters(cloud));
      const list = describe.slice("Describe".length);
      return { [list]: found.map((record) => shown(cloud, rules, record)) } as Record<ListOf<K>, V[]>;
    },
  });
}

/** What a request names, by name or by id; undefined where it names nothing. @throws AwsError for what is not there. */
function named<R, V>(
  cloud: Cloud,
  { id, names = "" }: DescribeNames,
  table: (cloud: Cloud) => Table<R>,
  { byName }: DescribeRules<R, V>,
  request: object,
): R[] | undefined {
  const lists = request as Readonly<Record<string, readonly string[] | undefined>>;
  const byId = lists[`${id}s`]?.map((one) => table(cloud).get(one));
  const others = byName && lists[names]?.map((name) => byName(cloud, name));
  return byId === undefined && others === undefined ? undefined : [...(others ?? []), ...(byId ?? [])];
}

function deleteOperation<R, Q, V, C, D>(
  { id: member, delete: action }: KindNames,
  table: (cloud: Cloud) => Table<R>,
  rules: KindRules<R, Q, V, C, D>,
) {
  return operation({
    authorize: (cloud, { [member]: id = "" }: Readonly<Record<string, string>>) =>
      onEach(cloud, action, [id]),
    run: (cloud, { [member]: id = "" }, caller) => {
      const record = table(cloud).get(id);
      rules.unmake?.(cloud, record, caller);
      table(cloud).delete(id);
      return rules.deleted?.(cloud, record) ?? {};
    },
  });
}

function shown<R, V>(cloud: Cloud, { show }: DescribeRules<R, V>, record: R): V {
  // A kind without `show` shows its records as they are: V is R then.
  return show === undefined ? (structuredClone(record) as unknown as V) : show(cloud, record);
}

function taggingOf(type: string, tags: readonly Tag[]): Tagging {
  return { TagSpecifications: tags.length === 0 ? undefined : [{ ResourceType: type, Tags: tags }] };
}

function changeTags(cloud: Cloud, id: string, { set, removedKeys }: TagChanges): void {
  const Resources = [id];
  if (removedKeys.length > 0) {
    const Tags = removedKeys.map((Key) => ({ Key }));
    cloud.call(cloud.administrator, "ec2", "DeleteTags", { Resources, Tags });
  }
  if (set.length > 0) cloud.call(cloud.administrator, "ec2", "CreateTags", { Resources, Tags: set });
}
