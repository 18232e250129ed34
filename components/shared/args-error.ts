import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong with a component's args. */
export interface Problem {
  /** Path of the arg, e.g. `nodeGroups[0].minSize`. */
  readonly path: string;
  /** The value, the rule and the remedy: `is 4, more than maxSize 3; lower it or raise maxSize`. */
  readonly reason: string;
}

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

/** @throws ArgsError if there is any problem. */
export function refuseProblems(component: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ArgsError(component, problems);
}

/** The problems that a check refuses, for those who want to know before they construct anything. */
export function problemsOf(check: () => unknown): readonly Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ArgsError) return error.problems;
    throw error;
  }
}

function message(component: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ path, reason }) => `${path} ${reason}`);
  return lines.length === 1
    ? `${component}: ${lines[0]}`
    : `${component} has ${lines.length} problems:\n${lines.map((line) => `  - ${line}`).join("\n")}`;
}
