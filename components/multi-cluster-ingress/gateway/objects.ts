import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { defined, unlessEmpty } from "../../shared/defined.ts";
import { transformed, type ObjectTransform, type WithPlainMetadata } from "../../shared/transform.ts";
import type { Annotations } from "../../shared/controller-annotations.ts";
import type { GatewayObjectArgs } from "./args.ts";
import { GATEWAY_KINDS } from "./kinds.ts";

/** An object as its transform has left it, before it is made. */
export interface DescribedObject {
  readonly kind: keyof typeof GATEWAY_KINDS;
  readonly resourceName: string;
  readonly args: GatewayObjectArgs;
  readonly opts: pulumi.CustomResourceOptions;
}

/** Where objects belong. */
export interface ObjectPlace {
  readonly parent: pulumi.Resource;
  readonly namespace: pulumi.Input<string>;
}

export function describe(
  { parent, namespace }: ObjectPlace,
  kind: DescribedObject["kind"],
  resourceName: string,
  {
    name,
    annotations = {},
    spec,
    transform,
  }: {
    readonly name: string;
    readonly annotations?: Annotations;
    readonly spec: object;
    readonly transform: ObjectTransform<GatewayObjectArgs> | undefined;
  },
): DescribedObject {
  // The API server keeps no empty map, and of custom kinds the provider takes one that is not there for a difference.
  const metadata = { name, namespace, ...defined({ annotations: unlessEmpty(annotations) }) };
  const own = { args: { metadata, spec }, opts: { parent } };
  const wanted = transformed<GatewayObjectArgs, WithPlainMetadata<GatewayObjectArgs>>(
    resourceName,
    own,
    transform,
  );
  return { kind, resourceName, ...wanted };
}

export function create(
  { kind, resourceName, args, opts }: DescribedObject,
  dependsOn: readonly pulumi.Resource[] = [],
): kubernetes.apiextensions.CustomResource {
  // An output of its own, which a class of the kind would have.
  const outputs = kind === "gateway" ? { status: undefined } : {};
  return new kubernetes.apiextensions.CustomResource(
    resourceName,
    { ...GATEWAY_KINDS[kind], ...args, ...outputs },
    { ...opts, dependsOn: [...dependsOn] },
  );
}
