import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "./problem.ts";

/**
 * Refused args: every problem of one component in one message, which Pulumi prints without a stack trace.
 * It is thrown before the component registers any child.
 */
export class ArgsError extends pulumi.RunError {
  readonly problems: readonly Problem[];

  /** @param component class and name, e.g. `Vpc "edge"`. */
  constructor(component: string, problems: readonly Problem[]) {
    super(message(component, problems));
    this.problems = problems;
  }
}

/** @throws ArgsError if there is any problem with the args of the component `name` of a class. */
export function refuseProblems(className: string, name: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ArgsError(`${className} "${name}"`, problems);
}

function message(component: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ path, reason }) => `${path} ${reason}`);
  return lines.length === 1
    ? `${component}: ${lines[0]}`
    : `${component} has ${lines.length} problems:\n${lines.map((line) => `  - ${line}`).join("\n")}`;
}
