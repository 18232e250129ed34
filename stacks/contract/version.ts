/** Versions of what stacks hand over. One of them changes when a member needs an output that older primaries do not have. */
import * as pulumi from "@pulumi/pulumi";
import { SHORT_FORM_NAME } from "../names.ts";

/**
 * Version of the outputs that this program exports. A member reads it and the one before, so that the stacks of a fleet can
 * be updated one after the other, in any order.
 *
 * 2. one target group: `targetGroupArn`, `deregistrationDelaySeconds` and `healthCheckPort`;
 * 3. applications by name: `apps`.
 */
export const CONTRACT_VERSION = 3;

/** Outputs that the version before has in place of others. */
export const OUTPUTS_BEFORE = ["targetGroupArn", "deregistrationDelaySeconds", "healthCheckPort"] as const;

export type OutputsByName = Readonly<Record<string, unknown>>;

/** The one application of the version before, whose target group was the controller's. */
function appsBefore({ targetGroupArn, deregistrationDelaySeconds, healthCheckPort }: OutputsByName) {
  return {
    [SHORT_FORM_NAME]: {
      targetGroups: [{ kind: "controller", arn: targetGroupArn }],
      healthCheckPort,
      deregistrationDelaySeconds,
      targetType: "ip",
      protocolVersion: "HTTP1",
      retire: false,
    },
  };
}

/**
 * Outputs of either version in the form of the present one.
 *
 * @throws RunError when they are of a later one.
 */
export function completeOutputs(stack: string, outputs: OutputsByName): OutputsByName {
  const { contractVersion = 1 } = outputs;
  if (contractVersion === CONTRACT_VERSION - 1) {
    const {
      targetGroupArn: _arn,
      deregistrationDelaySeconds: _delay,
      healthCheckPort: _port,
      ...others
    } = outputs;
    return { ...others, apps: appsBefore(outputs), contractVersion: CONTRACT_VERSION };
  }
  if (typeof contractVersion !== "number" || contractVersion <= CONTRACT_VERSION) return outputs;
  throw new pulumi.RunError(
    `stack "${stack}" shares by version ${contractVersion} of the contract between stacks, and this program knows it up to ` +
      `version ${CONTRACT_VERSION}; update this stack's code to that of "${stack}"`,
  );
}
