import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import { contentName } from "../shared/pods/content-name.ts";
import { laterValues } from "./environment.ts";
import { filesName, isPlain, type FilesArgs } from "./files.ts";
import type { ResolvedAppArgs } from "./resolve.ts";

type Content = Readonly<Record<string, pulumi.Input<string>>>;

/** Immutable and named after its values: other values are another Secret, so that the pods roll over to it. */
export function createEnvironment(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedAppArgs,
): kubernetes.core.v1.Secret | undefined {
  const values = laterValues(args.env);
  if (Object.keys(values).length === 0) return undefined;
  return createSecret(parent, name, args, { what: "env", values, transform: args.transform.environment });
}

/** What holds the `content` of files, at their places; immutable and named after it. */
export function createFiles(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedAppArgs,
): (kubernetes.core.v1.ConfigMap | kubernetes.core.v1.Secret | undefined)[] {
  return args.files.map((files, index) => {
    if (files.content === undefined) return undefined;
    const what = filesName(index);
    return isPlain(files)
      ? createConfigMap(parent, name, args, { what, values: files.content })
      : createSecret(parent, name, args, { what, values: files.content, transform: args.transform.secret });
  });
}

function createConfigMap(
  parent: pulumi.Resource,
  name: string,
  { deploymentName, namespace, transform }: ResolvedAppArgs,
  { what, values }: { readonly what: string; readonly values: NonNullable<FilesArgs["content"]> },
): kubernetes.core.v1.ConfigMap {
  return createObject(kubernetes.core.v1.ConfigMap, `${name}-${what}`, {
    args: {
      metadata: { name: contentName(`${deploymentName}-${what}`, values), namespace },
      immutable: true,
      data: { ...values },
    },
    opts: { parent },
    transform: transform.configMap,
  });
}

function createSecret(
  parent: pulumi.Resource,
  name: string,
  { deploymentName, namespace }: ResolvedAppArgs,
  {
    what,
    values,
    transform,
  }: {
    readonly what: string;
    readonly values: Content;
    readonly transform: ResolvedAppArgs["transform"]["secret"];
  },
): kubernetes.core.v1.Secret {
  return createObject(kubernetes.core.v1.Secret, `${name}-${what}`, {
    args: {
      metadata: { name: contentName(`${deploymentName}-${what}`, values), namespace },
      immutable: true,
      stringData: { ...values },
    },
    opts: { parent },
    transform,
  });
}
