/** What the kinds of IAM objects have in common: how IAM is asked for an action on one, tags, and their Pulumi types. */
import type { Cloud } from "../../core/cloud.ts";
import type { AuthorizationCheck, Operation } from "../../core/operation.ts";
import type { ResourceType } from "../../core/resource-type.ts";
import type { Table } from "../../core/table.ts";
import type { Kind } from "../kind/kind.ts";
import { kindResource, type KindResource, type TaggedSchema } from "../kind/resource.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import { withTags } from "./tags.ts";

/** One kind of IAM objects. */
export interface IamKind<Name extends string, Key extends string, T> {
  /** As operations spell it: `Role` in `TagRole`. */
  readonly name: Name;
  /** What requests name an object by; the table has it under the same. */
  readonly key: Key;
  readonly table: (cloud: Cloud) => Table<T>;
  /** ARN of an object that is not there; where left out, requests name objects by their ARN. */
  readonly arn?: (cloud: Cloud, key: string) => string;
}

interface IamObject {
  readonly Arn: string;
  Tags: Tag[];
}

type Checks<Request> = (cloud: Cloud, request: Request) => AuthorizationCheck[];

/** What a request is about, in the member that names it. */
type On<Key extends string> = Readonly<Record<Key, string>>;

/** What IAM is asked before an action on one object. */
export function onObject<Key extends string>(
  { key, table, arn }: IamKind<string, Key, IamObject>,
  action: string,
): Checks<On<Key> & { readonly Tags?: readonly Tag[] }> {
  return (cloud, request) => {
    const found = table(cloud).find(request[key]);
    return [
      {
        action: `iam:${action}`,
        resources: [found?.Arn ?? arn?.(cloud, request[key]) ?? request[key]],
        context: { ...resourceTagContext(found?.Tags), ...requestTagContext(request.Tags) },
      },
    ];
  };
}

/** What IAM is asked before an object is made: for the object, and for the tags that it is made with. */
export function onCreation<Request extends { readonly Tags?: readonly Tag[] }>(
  name: string,
  arn: (cloud: Cloud, request: Request) => string,
): Checks<Request> {
  return (cloud, request) => {
    const actions = request.Tags?.length ? [`Create${name}`, `Tag${name}`] : [`Create${name}`];
    return actions.map((action) => ({
      action: `iam:${action}`,
      resources: [arn(cloud, request)],
      context: requestTagContext(request.Tags),
    }));
  };
}

type Tagging<Key extends string> = Operation<On<Key> & { readonly Tags: readonly Tag[] }, object>;
type Untagging<Key extends string> = Operation<On<Key> & { readonly TagKeys: readonly string[] }, object>;
type TagOperations<Name extends string, Key extends string> = Readonly<
  Record<`Tag${Name}`, Tagging<Key>> & Record<`Untag${Name}`, Untagging<Key>>
>;

/** The operations `Tag...` and `Untag...` of a kind. */
export function tagOperations<Name extends string, Key extends string>(
  kind: IamKind<Name, Key, IamObject>,
): TagOperations<Name, Key> {
  const { name, key, table } = kind;
  const tag: Tagging<Key> = {
    authorize: onObject(kind, `Tag${name}`),
    run: (cloud, request) => {
      const found = table(cloud).get(request[key]);
      found.Tags = withTags(found.Tags, request.Tags);
      return {};
    },
  };
  const untag: Untagging<Key> = {
    authorize: onObject(kind, `Untag${name}`),
    run: (cloud, request) => {
      const found = table(cloud).get(request[key]);
      found.Tags = found.Tags.filter(({ Key }) => !request.TagKeys.includes(Key));
      return {};
    },
  };
  return { [`Tag${name}`]: tag, [`Untag${name}`]: untag } as TagOperations<Name, Key>;
}

interface Tags {
  readonly Tags: readonly Tag[];
}

/** The Pulumi type of a kind with tags. */
export function iamResource<S extends TaggedSchema, R extends IamObject>(
  { name, key, table }: IamKind<"OpenIDConnectProvider" | "Policy" | "Role", string, R>,
  definition: KindResource<S, R, Tags>,
): ResourceType {
  const kind: Kind<R, Tags> = {
    table,
    tagsOf: (found) => found.Tags,
    tagging: (tags) => ({ Tags: tags }),
    changeTags(cloud, id, { set, removedKeys }) {
      // By the member that names one, whichever it is.
      const target = { [key]: id } as { readonly RoleName: string };
      if (set.length > 0) cloud.call(cloud.administrator, "iam", `Tag${name}`, { ...target, Tags: set });
      if (removedKeys.length > 0) {
        cloud.call(cloud.administrator, "iam", `Untag${name}`, { ...target, TagKeys: removedKeys });
      }
    },
  };
  return kindResource(kind, { ...definition, global: true });
}
