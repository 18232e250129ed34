import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { defined } from "./defined.ts";

/**
 * A typed way to change one child of a component where its args do not reach: properties to merge over the component's own
 * args, or a function of these that returns the args to use. To change the child's options, with or without its args, see
 * {@link ChildTransform}.
 *
 * @typeParam Seen what the function gets, where that is told more exactly than what it may return.
 */
export type Transform<Args, Seen extends Args = Args> =
  Partial<Args> | ((args: Seen, name: string) => Args) | ChildTransform<Args, Seen>;

/** Changes args and options of one child. */
export interface ChildTransform<Args, Seen extends Args = Args> {
  /**
   * Properties to merge over the component's own args, or a function of these that returns the args to use.
   * @default - the component's own args
   */
  readonly args?: Partial<Args> | ((args: Seen, name: string) => Args);
  /**
   * Options to merge with the component's own, where lists such as `dependsOn` and `ignoreChanges` are added to; or a function
   * of these that returns the options to use.
   * @default - the component's own options
   * @example { protect: true, ignoreChanges: ["tags"] }
   */
  readonly opts?: ChildOptions | ((opts: ChildOptions, name: string) => ChildOptions);
}

/** Options of a child; whose child it is cannot be changed. */
export type ChildOptions = Omit<pulumi.CustomResourceOptions, "parent">;

/** Args of a Kubernetes object whose metadata are plain objects, no Outputs: a transform can add to them. */
export type WithPlainMetadata<Args> = Args & { readonly metadata: PlainMetadata };

type PlainMetadata = Omit<kubernetes.types.input.meta.v1.ObjectMeta, "annotations" | "labels"> & {
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly labels?: Readonly<Record<string, pulumi.Input<string>>>;
};

/** A transform of a Kubernetes object. */
export type ObjectTransform<Args> = Transform<Args, WithPlainMetadata<Args>>;

/** What a child is made of before, and after, the caller's transform. */
export interface ChildParts<Args> {
  readonly args: Args;
  readonly opts: pulumi.CustomResourceOptions;
}

/** Args and options of the child `name` after the caller's transform. */
export function transformed<Args extends object, Seen extends Args>(
  name: string,
  { args, opts }: ChildParts<Seen>,
  transform: Transform<Args, Seen> | undefined,
): ChildParts<Args> {
  if (transform === undefined) return { args, opts };
  if (!isChildTransform(transform)) return { args: change(name, args, transform), opts };
  return { args: change(name, args, transform.args), opts: changedOptions(name, opts, transform.opts) };
}

function isChildTransform<Args, Seen extends Args>(
  transform: Transform<Args, Seen>,
): transform is ChildTransform<Args, Seen> {
  return typeof transform === "object" && ("args" in transform || "opts" in transform);
}

function change<Args extends object, Seen extends Args>(
  name: string,
  args: Seen,
  transform: Partial<Args> | ((args: Seen, name: string) => Args) | undefined,
): Args {
  return typeof transform === "function" ? transform(args, name) : { ...args, ...transform };
}

function changedOptions(
  name: string,
  { parent, ...own }: pulumi.CustomResourceOptions,
  transform: ChildTransform<object>["opts"],
): pulumi.CustomResourceOptions {
  const opts = typeof transform === "function" ? transform(own, name) : pulumi.mergeOptions(own, transform);
  return { ...opts, ...defined({ parent }) };
}
