import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";

type EnvVar = kubernetes.types.input.core.v1.EnvVar;
type EnvFromSource = kubernetes.types.input.core.v1.EnvFromSource;

/** A field of the pod. */
export interface EnvField {
  /** @example "status.podIP" */
  readonly fieldRef: string;
}

/** A value in a ConfigMap of the app's namespace. */
export interface EnvConfigMapKey {
  /** Name of the ConfigMap. */
  readonly configMap: string;
  readonly key: string;
  /**
   * Whether pods start without it.
   * @default false
   */
  readonly optional?: boolean;
}

/** A value in a Secret of the app's namespace. */
export interface EnvSecretKey {
  /** Name of the Secret. */
  readonly secret: string;
  readonly key: string;
  /**
   * Whether pods start without it.
   * @default false
   */
  readonly optional?: boolean;
}

/**
 * What a variable is set to. A text stands in the pods as it is; an Output - a secret, or what is known only later - goes
 * into a Secret that is the app's own.
 */
export type EnvValue = pulumi.Input<string> | EnvField | EnvConfigMapKey | EnvSecretKey;

/** All keys of a ConfigMap or Secret as variables. */
export interface EnvSource {
  /** Name of a ConfigMap; or `secret`. */
  readonly configMap?: string;
  /** Name of a Secret; or `configMap`. */
  readonly secret?: string;
  /**
   * Begins the names of the variables.
   * @default ""
   */
  readonly prefix?: string;
  /**
   * Whether pods start without it.
   * @default false
   */
  readonly optional?: boolean;
}

/** Fields of a pod that a variable can show: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
export const ENV_FIELDS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.podIP",
] as const;

type Env = Readonly<Record<string, EnvValue>>;

/** The values that belong into a Secret, by the names of their variables. */
export function laterValues(env: Env): Record<string, pulumi.Input<string>> {
  const isSecret = (entry: [string, EnvValue]): entry is [string, pulumi.Output<string>] => isLater(entry[1]);
  return Object.fromEntries(Object.entries(env).filter(isSecret));
}

/** Variables as a container has them, in the order in which they are written. */
export function envVars(env: Env, secretName: pulumi.Input<string> | undefined): EnvVar[] {
  return Object.entries(env).map(([name, value]) => {
    if (typeof value === "string") return { name, value };
    if (isLater(value)) return { name, valueFrom: { secretKeyRef: { name: secretName!, key: name } } };
    return { name, valueFrom: valueFrom(value as EnvField | EnvConfigMapKey | EnvSecretKey) };
  });
}

function valueFrom(value: EnvField | EnvConfigMapKey | EnvSecretKey): NonNullable<EnvVar["valueFrom"]> {
  if ("fieldRef" in value) return { fieldRef: { fieldPath: value.fieldRef } };
  if ("configMap" in value) {
    const { configMap: name, ...reference } = value;
    return { configMapKeyRef: { name, ...reference } };
  }
  const { secret: name, ...reference } = value;
  return { secretKeyRef: { name, ...reference } };
}

export function envSources(sources: readonly EnvSource[]): EnvFromSource[] {
  return sources.map(({ configMap, secret, prefix, optional }) => {
    const reference = { name: (configMap ?? secret)!, ...defined({ optional }) };
    return {
      ...defined({ prefix }),
      ...(configMap === undefined ? { secretRef: reference } : { configMapRef: reference }),
    };
  });
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
