import * as pulumi from "@pulumi/pulumi";
import type { Priorities } from "./priorities.ts";

const RULE = "aws:lb/listenerRule:ListenerRule";

/** Outputs of a stack's resources by URN, as the engine tells them. */
interface StackResources {
  readonly outputs?: Readonly<
    Record<string, { readonly type?: string; readonly outputs?: { readonly priority?: unknown } }>
  >;
}

/**
 * Priorities of the stack's rules by their Pulumi names, before this update changes anything.
 *
 * The engine answers from the state as it was saved, and after an update that failed with what that one did:
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go
 */
export async function formerPriorities(): Promise<Priorities> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs = {} } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName,
  })) as StackResources;
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([urn, { type, outputs: { priority } = {} }]) =>
      type === RULE && typeof priority === "number" ? [[nameOf(urn), priority]] : [],
    ),
  );
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
