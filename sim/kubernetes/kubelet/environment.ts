import { Buffer } from "node:buffer";
import { NotSimulated } from "../../core/errors.ts";
import type { Container, EnvVar, Pod } from "../objects.ts";
import { ConfigError } from "./container-checks.ts";
import { fieldValue } from "./field-path.ts";
import type { NodeRuntime } from "./node-runtime.ts";

type Environment = Record<string, string>;

/** A container's environment. @throws ConfigError when a ConfigMap, Secret or key that it needs is not there. */
export function environmentOf(runtime: NodeRuntime, pod: Pod, container: Container): Environment {
  const environment: Environment = {};
  for (const { prefix = "", configMapRef, secretRef } of container.envFrom ?? []) {
    const data =
      configMapRef === undefined
        ? secretData(runtime, pod, secretRef?.name ?? "", secretRef?.optional)
        : configMapData(runtime, pod, configMapRef.name, configMapRef.optional);
    for (const [key, value] of Object.entries(data ?? {})) environment[`${prefix}${key}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(runtime, pod, variable);
    if (value !== undefined) environment[variable.name] = expand(value, environment);
  }
  return environment;
}

/** `$(NAME)` is replaced by variables that were set before; `$$` stands for one `$`. */
function expand(value: string, environment: Environment): string {
  return value.replace(/\$\$|\$\(([A-Za-z_.-][\w.-]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? "$" : (environment[name] ?? match),
  );
}

function valueOf(runtime: NodeRuntime, pod: Pod, { name, value, valueFrom }: EnvVar): string | undefined {
  if (valueFrom === undefined) return value ?? "";
  const { configMapKeyRef, secretKeyRef, fieldRef } = valueFrom;
  if (fieldRef !== undefined) return fieldValue(pod, fieldRef.fieldPath);
  if (configMapKeyRef !== undefined) {
    const data = configMapData(runtime, pod, configMapKeyRef.name, configMapKeyRef.optional);
    return keyOf(pod, data, { kind: "ConfigMap", ...configMapKeyRef });
  }
  if (secretKeyRef !== undefined) {
    const data = secretData(runtime, pod, secretKeyRef.name, secretKeyRef.optional);
    return keyOf(pod, data, { kind: "Secret", ...secretKeyRef });
  }
  throw new NotSimulated(`environment variable ${name} from a resource field`);
}

function keyOf(
  pod: Pod,
  data: Readonly<Environment> | undefined,
  reference: {
    readonly kind: string;
    readonly name: string;
    readonly key: string;
    readonly optional?: boolean;
  },
): string | undefined {
  const value = data?.[reference.key];
  if (value === undefined && data !== undefined && reference.optional !== true) {
    throw new ConfigError(
      `couldn't find key ${reference.key} in ${reference.kind} ${pod.metadata.namespace}/${reference.name}`,
    );
  }
  return value;
}

function configMapData(
  runtime: NodeRuntime,
  pod: Pod,
  name: string,
  optional: boolean | undefined,
): Environment | undefined {
  const object = runtime.api.view("v1/ConfigMap", pod.metadata.namespace, name);
  if (object === undefined && optional !== true) throw new ConfigError(`configmap "${name}" not found`);
  return object === undefined ? undefined : { ...object.data };
}

function secretData(
  runtime: NodeRuntime,
  pod: Pod,
  name: string,
  optional: boolean | undefined,
): Environment | undefined {
  const object = runtime.api.view("v1/Secret", pod.metadata.namespace, name);
  if (object === undefined && optional !== true) throw new ConfigError(`secret "${name}" not found`);
  if (object === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(object.data ?? {}).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}
