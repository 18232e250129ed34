import * as pulumi from "@pulumi/pulumi";
import type * as kubernetes from "@pulumi/kubernetes";

/**
 * A typed way to change one child of a component where its args do not reach: properties to merge over the
 * component's own, or a function of these that returns the args to use.
 *
 * @typeParam Seen what the function gets, where that is told more exactly than what it may return.
 */
export type Transform<Args, Seen extends Args = Args> = Partial<Args> | ((args: Seen, name: string) => Args);

/** Args of a Kubernetes object whose metadata are plain objects, no Outputs: a transform can add to them. */
export type WithPlainMetadata<Args> = Args & { readonly metadata: PlainMetadata };

type PlainMetadata = Omit<kubernetes.types.input.meta.v1.ObjectMeta, "annotations" | "labels"> & {
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly labels?: Readonly<Record<string, pulumi.Input<string>>>;
};

/** A transform of a Kubernetes object. */
export type ObjectTransform<Args> = Transform<Args, WithPlainMetadata<Args>>;

/** Args of the child `name` after the caller's transform. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  args: Args,
  name: string,
): Args {
  return applied<Args, Args>(transform, args, name);
}

/** As {@link transformed}, for a Kubernetes object. */
export function transformedObject<Args extends object>(
  transform: ObjectTransform<Args> | undefined,
  args: WithPlainMetadata<Args>,
  name: string,
): Args {
  return applied<Args, WithPlainMetadata<Args>>(transform, args, name);
}

function applied<Args extends object, Seen extends Args>(
  transform: Transform<Args, Seen> | undefined,
  args: Seen,
  name: string,
): Args {
  if (transform === undefined) return args;
  return typeof transform === "function" ? transform(args, name) : { ...args, ...transform };
}

/** `change` of a value, at once where it is there already: what is plain stays plain. */
export function mapInput<T, U>(value: pulumi.Input<T>, change: (value: T) => U): pulumi.Input<U> {
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return change(value as T);
  return pulumi.output(value).apply((known) => change(known as T)) as pulumi.Output<U>;
}

/** `join` of values, at once where all are there already. */
export function joinInputs(
  values: readonly pulumi.Input<string>[],
  join: (values: readonly string[]) => string,
): pulumi.Input<string> {
  const plain = values.filter((value) => typeof value === "string");
  return plain.length === values.length ? join(plain) : pulumi.all([...values]).apply(join);
}

/** Type token of a component class of this package. */
export function componentType(className: string): string {
  return `multicluster-ingress:index:${className}`;
}
