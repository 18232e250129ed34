/**
 * Objects of a service whose operations name them by one parameter. From the names of a kind follow what IAM is asked before an
 * operation on one, the operations that tag and delete one, and the frame of its Pulumi type.
 */
import type { Cloud, ServiceName } from "../../core/cloud.ts";
import type { AuthorizationCheck, Operation } from "../../core/operation.ts";
import type { ResourceType } from "../../core/resource-type.ts";
import type { Table } from "../../core/table.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import { callNamed } from "./call.ts";
import type { Kind } from "./kind.ts";
import { kindResource, type KindResource, type TaggedSchema } from "./resource.ts";
import { callTagging, type TaggedRow, type TaggingNames } from "./tagging.ts";

/** What tells one kind from another. */
export interface ApiKindRules<R, Key extends string> {
  readonly service: ServiceName;
  /** The parameter that names an object; its table has it by the same. */
  readonly key: Key;
  readonly table: (cloud: Cloud) => Table<R>;
  /** The ARN of what has a name, whether it is there or not. Default: the name itself. */
  readonly arn?: (cloud: Cloud, name: string) => string;
  readonly delete: string;
  /** The parameter of `delete` that names several; default: it takes one. */
  readonly severalKey?: string;
  readonly tagging?: TaggingNames;
}

interface Tags {
  readonly Tags: readonly Tag[];
}

/** The checks and operations of a kind, and its Pulumi type. */
export function apiKind<R extends Partial<TaggedRow>, const Key extends string>(rules: ApiKindRules<R, Key>) {
  const { service, key, table, arn = (_cloud, name) => name, severalKey, tagging } = rules;
  type Named = Readonly<Record<Key, string>>;

  const check = (cloud: Cloud, action: string, name: string): AuthorizationCheck => ({
    action: `${service}:${action}`,
    resources: [arn(cloud, name)],
    context: tagging ? resourceTagContext(table(cloud).find(name)?.tags) : {},
  });

  /** An operation on one that is there. @param action as IAM calls it. */
  function on<I extends object, O extends object>(
    action: string,
    run: (row: R, input: Named & I, cloud: Cloud) => O,
  ): Operation<Named & I, O> {
    return {
      authorize: (cloud, { [key]: name }) => [check(cloud, action, name)],
      run: (cloud, input) => run(table(cloud).get(input[key]), input, cloud),
    };
  }

  /** One that answers nothing. */
  function change<I extends object = object>(
    action: string,
    run: (row: R, input: Named & I, cloud: Cloud) => void,
  ): Operation<Named & I, object> {
    return on(action, (row, input, cloud) => {
      run(row, input, cloud);
      return {};
    });
  }

  /** What IAM must allow who makes one: to tag it, too. @param nameOf default: the request has the name. */
  function onNew<I extends object = Named>(action: string, nameOf?: (cloud: Cloud, input: I) => string) {
    return (cloud: Cloud, input: I & Partial<Tags>): AuthorizationCheck[] => {
      const { Tags = [] } = input;
      const name = nameOf?.(cloud, input) ?? (input as unknown as Named)[key];
      const actions = tagging && Tags.length > 0 ? [action, tagging.tag] : [action];
      return actions.map((one) => ({ ...check(cloud, one, name), context: requestTagContext(Tags) }));
    };
  }

  /** Takes rows away. @param refuse throws where one must stay. */
  function deletion<I extends object = Named>(refuse?: (row: R, cloud: Cloud) => void): Operation<I, object> {
    const namesIn = (input: object) => {
      const { [severalKey ?? key]: given } = input as Readonly<Record<string, string | readonly string[]>>;
      return [given ?? []].flat();
    };
    return {
      authorize: (cloud, input) => namesIn(input).map((name) => check(cloud, rules.delete, name)),
      run(cloud, input) {
        for (const name of namesIn(input)) {
          const row = table(cloud).get(name);
          refuse?.(row, cloud);
        }
        for (const name of namesIn(input)) table(cloud).delete(name);
        return {};
      },
    };
  }

  /** Deletes one as the provider does. */
  function remove(cloud: Cloud, name: string): void {
    const parameters = severalKey === undefined ? { [key]: name } : { [severalKey]: [name] };
    callNamed(cloud, service, rules.delete, parameters);
  }

  const kind: Kind<R, Tags> = {
    table,
    tagsOf: ({ tags = [] }) => tags,
    tagging: (tags) => ({ Tags: tags }),
    changeTags(cloud, name, changes) {
      if (tagging) callTagging(cloud, { service, ...tagging }, arn(cloud, name), changes);
    },
  };

  /** Its Pulumi type. */
  function resource<S extends TaggedSchema>(
    definition: Omit<KindResource<S, R, Tags>, "delete"> & Partial<Pick<KindResource<S, R, Tags>, "delete">>,
  ): ResourceType {
    return kindResource<S, R, Tags>(kind, {
      delete({ cloud }, id) {
        remove(cloud, id);
      },
      ...definition,
    });
  }

  return { ...kind, arn, on, change, onNew, deletion, remove, resource };
}
