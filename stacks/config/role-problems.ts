import { pathText } from "../../components/shared/problem.ts";
import type { ConfigProblem } from "./issues.ts";
import type { ConfigValues } from "./schema.ts";
import { shown } from "../../components/shared/shown.ts";

/** Name of a stack, alone or with organization and project. */
const SHARED_STACK = /^([\w.-]+\/[\w.-]+\/)?[\w.-]+$/;

/** Keys that only one role has a use for must not be set, silently without effect, in the other. */
export function roleProblems(values: ConfigValues): ConfigProblem[] {
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
    ...sharedStackProblems(values.sharedStack),
    ...(values.controller.restrictPolicyToVpc === undefined
      ? []
      : [
          {
            path: "controller.restrictPolicyToVpc",
            reason: "is set, but a member uses the policy of its shared stack; set it there",
          },
        ]),
    ...primaryOnly("vpc", values.vpc, "uses the VPC of its shared stack"),
    ...primaryOnly("ingress", values.ingress, "joins the load balancer of its shared stack"),
  ];
}

function sharedStackProblems(sharedStack: string): ConfigProblem[] {
  const path = "sharedStack";
  if (sharedStack === "") {
    return [{ path, reason: "is missing; a member needs the name of the stack with role primary" }];
  }
  if (SHARED_STACK.test(sharedStack)) return [];
  const reason = `is ${shown(sharedStack)}; use a stack's name, alone or as organization/project/stack`;
  return [{ path, reason }];
}

function primaryOnly(key: string, value: object, why: string): ConfigProblem[] {
  return Object.keys(value).map((field) => ({
    path: pathText([key, field]),
    reason: `is set, but a member ${why}; set it there`,
  }));
}
