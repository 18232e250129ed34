import * as pulumi from "@pulumi/pulumi";
import type { UpResult } from "../../sim/hosts/in-process/host.ts";

/** Why a stack's update failed, in the words of whoever refused, one paragraph per cause. */
export function describeFailure(stack: string, result: UpResult): string {
  const causes = [
    ...(result.programError === undefined ? [] : [describeError(result.programError)]),
    ...result.failures.map(({ type, name, message }) =>
      // A function has no name of its own, and what deletes superseded resources no type.
      [type, name].includes("") || type === name ? message : `${type} (${name}):\n${indent(message)}`,
    ),
  ];
  return `stack ${stack} failed:\n${[...new Set(causes)].map(indent).join("\n")}`;
}

/** Errors that speak to the user have a message that is enough; anything else is a defect and needs its stack. */
function describeError(error: Error): string {
  const speaksToUser: boolean = pulumi.RunError.isInstance(error);
  return speaksToUser ? error.message : (error.stack ?? error.message);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
