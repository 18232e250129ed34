import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { transformed, type ChildParts, type Transform, type WithPlainMetadata } from "./transform.ts";

/** A class of resources: of one kind, or of a remote component. */
type ResourceClass = new (...args: never[]) => pulumi.Resource;

type ArgsOf<Kind extends ResourceClass> = NonNullable<ConstructorParameters<Kind>[1]> & object;

/** A child as its component wants it, and what the caller makes of that. */
interface Child<Args extends object, Seen extends Args = Args> extends ChildParts<Seen> {
  readonly transform: Transform<Args, Seen> | undefined;
}

/** Makes a child of a component. All children are made here, so that a caller's transform reaches each of them. */
export function createChild<Kind extends ResourceClass>(
  kind: Kind,
  name: string,
  { transform, ...parts }: Child<ArgsOf<Kind>>,
): InstanceType<Kind> {
  return create(kind, name, transformed(name, parts, transform));
}

/** As {@link createChild}, for a Kubernetes object, to whose metadata a transform can add. */
export function createObject<Kind extends ResourceClass>(
  kind: Kind,
  name: string,
  { transform, ...parts }: Child<ArgsOf<Kind>, WithPlainMetadata<ArgsOf<Kind>>>,
): InstanceType<Kind> {
  return create(kind, name, transformed(name, parts, transform));
}

/** As {@link createObject}, for an object of a custom kind, which no transform changes. */
export function createCustomObject<Args extends object>(
  kind: { readonly apiVersion: string; readonly kind: string },
  name: string,
  { transform, ...parts }: Child<Args, WithPlainMetadata<Args>>,
): kubernetes.apiextensions.CustomResource {
  const { args, opts } = transformed<Args, WithPlainMetadata<Args>>(name, parts, transform);
  return create(kubernetes.apiextensions.CustomResource, name, { args: { ...kind, ...args }, opts });
}

function create<Kind extends ResourceClass>(
  kind: Kind,
  name: string,
  { args, opts }: ChildParts<ArgsOf<Kind>>,
): InstanceType<Kind> {
  return new kind(...([name, args, opts] as unknown as never[])) as InstanceType<Kind>;
}

/** Type token of a component class of this package. */
export function componentType(className: string): string {
  return `multicluster-ingress:index:${className}`;
}
