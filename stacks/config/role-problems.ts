import { isDeepStrictEqual } from "node:util";
import { pathText } from "../../components/shared/problem.ts";
import type { ConfigProblem } from "./issues.ts";
import { DEFAULTS } from "./defaults.ts";
import { valuesOfProject } from "./project-file.ts";
import { FEATURE_KEYS } from "./feature-keys.ts";
import type { ConfigKey, ConfigValues } from "./schema.ts";
import { shown } from "../../components/shared/shown.ts";

/** Name of a stack, alone or with organization and project. */
const SHARED_STACK = /^([\w.-]+\/[\w.-]+\/)?[\w.-]+$/;

/**
 * Keys that only one role has a use for must not be set, silently without effect, in another.
 *
 * @param ofAll what the project says for all its stacks: an edge may leave aside what concerns clusters. Default: as its file has it.
 */
export function roleProblems(
  values: ConfigValues,
  ofAll?: Readonly<Record<string, unknown>>,
): ConfigProblem[] {
  switch (values.role) {
    case "primary":
      return [...ownerProblems(values), ...edgeNameProblems(values)];
    case "edge":
      return [...ownerProblems(values), ...edgeProblems(values, ofAll)];
    case "member":
      return [...memberProblems(values), ...edgeNameProblems(values)];
  }
}

function ownerProblems({ role, sharedStack }: ConfigValues): ConfigProblem[] {
  if (sharedStack === "") return [];
  const article = role === "edge" ? "an" : "a";
  const reason = `is "${sharedStack}", but ${article} ${role} shares its own; remove it, or set role to member`;
  return [{ path: "sharedStack", reason }];
}

function edgeNameProblems({ role, edgeName }: ConfigValues): ConfigProblem[] {
  if (edgeName === "") return [];
  const reason = `is ${shown(edgeName)}, but a ${role} is named by clusterName; remove it, or set role to edge`;
  return [{ path: "edgeName", reason }];
}

/** Keys that an edge has a use for. */
const EDGE_KEYS: readonly ConfigKey[] = [
  ...(["role", "edgeName", "sharedStack", "clusterName", "tags", "vpc", "deletionProtection"] as const),
  ...(["controller", "ingress", "app", "apps", "appOverrides", "weights"] as const),
  ...FEATURE_KEYS,
];

/** Fields of the controller's key that concern its policy, which an edge makes. */
const POLICY_FIELDS = ["version", "restrictPolicyToVpc"];

function edgeProblems(
  values: ConfigValues,
  ofAll: Readonly<Record<string, unknown>> = valuesOfProject(),
): ConfigProblem[] {
  const { edgeName, clusterName, controller } = values;
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS;
  const others = (Object.keys(values) as ConfigKey[]).filter(
    (key) =>
      !EDGE_KEYS.includes(key) &&
      !isDeepStrictEqual(values[key], defaults[key]) &&
      !isDeepStrictEqual(values[key], ofAll[key]),
  );
  const ofCluster = Object.keys(controller).filter((field) => !POLICY_FIELDS.includes(field));
  return [
    ...(edgeName === ""
      ? [{ path: "edgeName", reason: "is missing; give the name of which most others are made" }]
      : []),
    ...(clusterName === edgeName
      ? []
      : [{ path: "clusterName", reason: `is ${shown(clusterName)}, but an edge has no cluster; remove it` }]),
    ...[...others, ...ofCluster.map((field) => `controller.${field}`)].map((path) => ({
      path,
      reason: "is set, but an edge has no cluster; set it in the stacks of the clusters",
    })),
  ];
}

function memberProblems(values: ConfigValues): ConfigProblem[] {
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
    ...ownerOnly("vpc", values.vpc, "uses the VPC of its shared stack"),
    ...(["ingress", ...FEATURE_KEYS] as const).flatMap((key) =>
      ownerOnly(key, values[key], "joins the load balancer of its shared stack"),
    ),
    ...ownerOnly("weights", values.weights, "gets the requests that its shared stack says"),
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

function ownerOnly(key: string, value: object, why: string): ConfigProblem[] {
  return Object.keys(value).map((field) => ({
    path: pathText([key, field]),
    reason: `is set, but a member ${why}; set it there`,
  }));
}
