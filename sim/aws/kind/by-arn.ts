/** Operations on objects that an API names by ARN. */
import type { Cloud } from "../../core/cloud.ts";
import { operation, type AuthorizationCheck, type Operation } from "../../core/operation.ts";
import type { Table } from "../../core/table.ts";
import type { Kind } from "./kind.ts";
import { mergeTags, requestTagContext, resourceTagContext, type Tag } from "../tags.ts";

interface TaggedRow {
  tags: readonly Tag[];
}

type TagInput<Key extends string> = { readonly [Name in Key]: string } & { readonly Tags: readonly Tag[] };
type UntagInput<Key extends string> = { readonly [Name in Key]: string } & {
  readonly TagKeys: readonly string[];
};

/** What operations on the objects of a table have in common. @param service the prefix of its actions. */
export function operationsByArn<R extends TaggedRow>(service: string, tableOf: (cloud: Cloud) => Table<R>) {
  /** On an object that is there; policies may ask for its tags. */
  function on<I, O extends object = object>(
    action: string,
    arnOf: (input: I, cloud: Cloud) => string,
    run: (object: R, input: I, cloud: Cloud) => O,
  ): Operation<I, O> {
    return operation<I, O>({
      authorize(cloud, input) {
        const arn = arnOf(input, cloud);
        const context = resourceTagContext(tableOf(cloud).find(arn)?.tags);
        return [{ action: `${service}:${action}`, resources: [arn], context }];
      },
      run: (cloud, input) => run(tableOf(cloud).get(arnOf(input, cloud)), input, cloud),
    });
  }

  /** What IAM must allow who makes one: to tag it, too. */
  function creation(action: string, arn: string, tags: readonly Tag[] = []): AuthorizationCheck[] {
    const actions = tags.length > 0 ? [action, "TagResource"] : [action];
    const context = requestTagContext(tags);
    return actions.map((one) => ({ action: `${service}:${one}`, resources: [arn], context }));
  }

  /** @param key the parameter with the ARN. */
  function tagOperations<Key extends string>(key: Key) {
    return {
      TagResource: on<TagInput<Key>>(
        "TagResource",
        (input) => input[key],
        (object, { Tags }) => {
          object.tags = mergeTags(object.tags, Tags);
          return {};
        },
      ),
      UntagResource: on<UntagInput<Key>>(
        "UntagResource",
        (input) => input[key],
        (object, { TagKeys }) => {
          object.tags = object.tags.filter(({ Key }) => !TagKeys.includes(Key));
          return {};
        },
      ),
    };
  }

  return { on, creation, tagOperations };
}

/** The kind of such objects. @param call makes a call of the service. */
export function kindByArn<R extends TaggedRow>(
  table: (cloud: Cloud) => Table<R>,
  call: {
    tag(cloud: Cloud, arn: string, Tags: readonly Tag[]): void;
    untag(cloud: Cloud, arn: string, TagKeys: readonly string[]): void;
  },
): Kind<R, { readonly Tags: readonly Tag[] }> {
  return {
    table,
    tagsOf: ({ tags }) => tags,
    tagging: (tags) => ({ Tags: tags }),
    changeTags(cloud, arn, { set, removedKeys }) {
      if (removedKeys.length > 0) call.untag(cloud, arn, removedKeys);
      if (set.length > 0) call.tag(cloud, arn, set);
    },
  };
}
