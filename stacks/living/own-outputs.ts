import * as pulumi from "@pulumi/pulumi";

/** Outputs by name. */
export type Outputs = Readonly<Record<string, unknown>>;

/**
 * What the stack that runs exported at its last successful update, before this one changes anything; nothing before the
 * first one.
 *
 * The engine answers from the state as it was saved, so that this does not depend on itself. It is the function behind
 * StackReference, which itself would keep a copy of the outputs in the state, one update old, and show it as drift in
 * every refresh: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go
 */
export async function ownOutputs(): Promise<Outputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
    outputs: Outputs;
  };
  return outputs;
}
