import * as pulumi from "@pulumi/pulumi";
import { FORMS } from "../../components/shared/args-check.ts";
import { argsProblems } from "./args-problems.ts";
import type { ConfigProblem } from "./issues.ts";
import { pathText } from "./issues.ts";
import type { ConfigValues } from "./schema.ts";
import { readConfig } from "./values.ts";

/** What every stack is configured with, whatever its role. */
export interface CommonConfig extends Omit<ConfigValues, "role" | "sharedStack" | "vpc" | "ingress"> {
  /** Region of the stack, from `aws:region`. */
  readonly region: string;
}

/** A stack that owns what is shared. */
export interface PrimaryConfig extends CommonConfig, Pick<ConfigValues, "vpc" | "ingress"> {
  readonly role: "primary";
}

/** A stack that joins what another one shares. */
export interface MemberConfig extends CommonConfig {
  readonly role: "member";
  /** Name of the stack with role primary. */
  readonly sharedStack: string;
}

export type StackConfig = PrimaryConfig | MemberConfig;

/** Configuration that cannot be used: every problem at once, printed without a stack trace. */
export class ConfigError extends pulumi.RunError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const stack = pulumi.getStack();
    const lines = problems.map(({ path, reason }) => `  - ${path} ${reason}`);
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super(`the configuration of stack "${stack}" has ${count} (Pulumi.${stack}.yaml):\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

/**
 * Reads and checks the configuration of the stack that runs. Nothing is created before it returns.
 *
 * @throws ConfigError
 */
export function loadStackConfig(): StackConfig {
  const { region, problem: regionProblem } = readRegion();
  const { values, unreadable, problems } = readConfig();
  const config = byRole(values, region);
  const found = [
    ...(regionProblem === undefined ? [] : [regionProblem]),
    ...problems,
    // What a value means depends on the role. Stand-ins of what cannot be read are not the user's problems.
    ...(unreadable("role") ? [] : [...roleProblems(values), ...argsProblems(config)]).filter(
      ({ path }) => !unreadable(path),
    ),
  ];
  if (found.length > 0) throw new ConfigError(found);
  return config;
}

/** The stack's region; where none can be read, what is wrong, and a region of the right form to check other keys with. */
function readRegion(): { readonly region: string; readonly problem?: ConfigProblem } {
  const given = pulumi.runtime.allConfig()["aws:region"];
  const [form, expected] = FORMS.region;
  if (given !== undefined && form.test(given)) return { region: given };
  const reason =
    given === undefined
      ? "is missing; give the region of all stacks, e.g. ap-northeast-2"
      : `is ${JSON.stringify(given)}; use ${expected}`;
  return { region: "region-unknown-1", problem: { path: "aws:region", reason } };
}

function byRole({ role, sharedStack, vpc, ingress, ...common }: ConfigValues, region: string): StackConfig {
  return role === "primary"
    ? { ...common, region, role, vpc, ingress }
    : { ...common, region, role, sharedStack };
}

/** Keys that only one role has a use for must not be set, silently without effect, in the other. */
function roleProblems(values: ConfigValues): ConfigProblem[] {
  if (values.role === "primary") {
    return values.sharedStack === ""
      ? []
      : [
          {
            path: "sharedStack",
            reason: `is "${values.sharedStack}", but a primary shares its own; remove it, or set role to member`,
          },
        ];
  }
  return [
    ...(values.sharedStack === ""
      ? [
          {
            path: "sharedStack",
            reason: "is missing; a member needs the name of the stack with role primary",
          },
        ]
      : []),
    ...primaryOnly("vpc", values.vpc, "uses the VPC of its shared stack"),
    ...primaryOnly("ingress", values.ingress, "joins the load balancer of its shared stack"),
  ];
}

function primaryOnly(key: string, value: object, why: string): ConfigProblem[] {
  return Object.keys(value).map((field) => ({
    path: pathText([key, field]),
    reason: `is set, but a member ${why}; set it there`,
  }));
}
