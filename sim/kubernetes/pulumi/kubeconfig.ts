import { parse } from "yaml";
import { z } from "zod";
import type { ApiClient } from "../types.ts";

const configSchema = z.object({
  clusters: z.array(z.object({ name: z.string(), cluster: z.object({ server: z.string() }) })).default([]),
  contexts: z
    .array(
      z.object({
        name: z.string(),
        context: z.object({ cluster: z.string(), user: z.string(), namespace: z.string().optional() }),
      }),
    )
    .default([]),
  "current-context": z.string().default(""),
  users: z
    .array(
      z.object({
        name: z.string(),
        user: z.object({
          exec: z
            .object({
              command: z.string(),
              args: z.array(z.string()).default([]),
              env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
            })
            .optional(),
        }),
      }),
    )
    .default([]),
});

/** The cluster that a kubeconfig names, and the identity that it gives. */
export interface KubeconfigTarget extends ApiClient {
  readonly namespace?: string;
}

/** Choices of the provider that go before those of the file. */
export interface KubeconfigOverrides {
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
}

/** It is not a kubeconfig. */
export class KubeconfigSyntaxError extends Error {}

/**
 * Finds the cluster that a kubeconfig's context names.
 *
 * @param kubeconfig YAML or JSON text, or the same as an object.
 * @throws KubeconfigSyntaxError; Error in the words of client-go when context, cluster or user are not there.
 */
export function resolveKubeconfig(kubeconfig: unknown, overrides: KubeconfigOverrides): KubeconfigTarget {
  const config = read(kubeconfig);
  if (config.clusters.length === 0) {
    throw new Error(
      "invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    );
  }
  const contextName = overrides.context ?? config["current-context"];
  const context = config.contexts.find(({ name }) => name === contextName)?.context;
  if (context === undefined) throw new Error(`context "${contextName}" does not exist`);
  const clusterName = overrides.cluster ?? context.cluster;
  const cluster = config.clusters.find(({ name }) => name === clusterName)?.cluster;
  if (cluster === undefined) throw new Error(`cluster "${clusterName}" does not exist`);
  const user = config.users.find(({ name }) => name === context.user)?.user;
  if (user === undefined) throw new Error(`auth info "${context.user}" does not exist`);
  return {
    server: cluster.server,
    ...(context.namespace !== undefined && { namespace: context.namespace }),
    ...(user.exec && { exec: [user.exec.command, ...user.exec.args] }),
    env: Object.fromEntries(user.exec?.env.map(({ name, value }) => [name, value]) ?? []),
  };
}

function read(kubeconfig: unknown): z.output<typeof configSchema> {
  const content = typeof kubeconfig === "string" ? parseYaml(kubeconfig) : kubeconfig;
  const result = configSchema.safeParse(content ?? {});
  if (!result.success) {
    throw new KubeconfigSyntaxError(
      `couldn't get version/kind; json parse error: ${result.error.issues[0]?.message ?? "unexpected content"}`,
    );
  }
  return result.data;
}

function parseYaml(text: string): unknown {
  try {
    // Most kubeconfigs are written by programs, as JSON, which is YAML too and much faster to read.
    return text.startsWith("{") ? JSON.parse(text) : parse(text);
  } catch (error) {
    throw new KubeconfigSyntaxError((error as Error).message);
  }
}
