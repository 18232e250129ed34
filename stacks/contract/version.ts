/** Versions of what stacks hand over. One of them changes when a member needs an output that older primaries do not have. */
import * as pulumi from "@pulumi/pulumi";

/**
 * Version of the outputs that this program exports. A member reads it and the one before, so that the stacks of a fleet can
 * be updated one after the other, in any order.
 *
 * 1. without a version;
 * 2. with `deregistrationDelaySeconds` and `healthCheckPort`.
 */
export const CONTRACT_VERSION = 2;

export type OutputsByName = Readonly<Record<string, unknown>>;

/** What outputs of the version before do not say: what every member took for granted then. */
const BEFORE: OutputsByName = { deregistrationDelaySeconds: 30, healthCheckPort: "traffic-port" };

/**
 * Outputs of either version in the form of the present one.
 *
 * @throws RunError when they are of a later one.
 */
export function completeOutputs(stack: string, outputs: OutputsByName): OutputsByName {
  const { contractVersion = 1 } = outputs;
  if (contractVersion === CONTRACT_VERSION - 1) {
    return { ...BEFORE, ...known(outputs), contractVersion: CONTRACT_VERSION };
  }
  if (typeof contractVersion !== "number" || contractVersion <= CONTRACT_VERSION) return outputs;
  throw new pulumi.RunError(
    `stack "${stack}" shares by version ${contractVersion} of the contract between stacks, and this program knows it up to ` +
      `version ${CONTRACT_VERSION}; update this stack's code to that of "${stack}"`,
  );
}

function known(outputs: OutputsByName): OutputsByName {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
