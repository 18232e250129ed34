import * as pulumi from "@pulumi/pulumi";
import { defined } from "../../components/shared/defined.ts";
import { FORMS } from "../../components/shared/forms.ts";
import { autoscalingProblems } from "../apps/autoscaling.ts";
import { stackFileProblems } from "../apps/stack-file.ts";
import { appsOf } from "../apps/app.ts";
import { featuresOf } from "./feature-keys.ts";
import { argsProblems } from "./args-problems.ts";
import { appKeyProblems } from "../apps/key-problems.ts";
import { appProblems } from "../apps/surroundings.ts";
import { readCredentials } from "./credentials.ts";
import { ownershipProblems } from "./ownership-problems.ts";
import { regionProblems } from "./region-problems.ts";
import { externalDnsProblems } from "./external-dns-problems.ts";
import { nlbNamesProblems } from "./nlb-names-problems.ts";
import { identityProblems } from "./identity-problems.ts";
import { firstOfPath, type ConfigProblem } from "./issues.ts";
import { namespaceProblems } from "./namespace-problems.ts";
import { roleProblems } from "./role-problems.ts";
import { isKeyAt } from "./known-keys.ts";
import { configSchema, type ConfigValues } from "./schema.ts";
import type { OwnerConfig, StackConfig } from "./stack-config.ts";
import { secretIdentifierProblems, secretValues, withoutSecrets, withSecrets } from "./secrets.ts";
import { readConfig } from "./values.ts";
import { zoneProblems } from "./zone-problems.ts";
import { shown } from "../../components/shared/shown.ts";

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
  const { config, problems } = readStackConfig();
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** The same with what is wrong beside it: where values cannot be read, others stand in for them. */
export function readStackConfig(): {
  readonly config: StackConfig;
  readonly problems: readonly ConfigProblem[];
} {
  const { region, problem: regionProblem } = readRegion();
  const { credentials, problems: credentialsProblems } = readCredentials();
  const { raw, values, unreadable, problems } = readConfig();
  const others = defined({ region, credentials });
  const config = byRole(values, others);
  const isOfUnreadable = (path: string) =>
    unreadable(path) || (path.startsWith("appOverrides.") && unreadable("apps"));
  const found = [
    ...(regionProblem === undefined ? [] : [regionProblem]),
    ...credentialsProblems,
    ...secretIdentifierProblems(),
    ...namespaceProblems(),
    ...stackFileProblems(),
    ...problems,
    // What a value means depends on the role. Stand-ins of what cannot be read are not the user's problems.
    ...(unreadable("role")
      ? []
      : [
          ...roleProblems(values),
          ...appKeyProblems(values, config.apps),
          // Components do not know what keys say of each other.
          ...ofKeys(firstOfPath(ownershipProblems(config), argsProblems(config))),
          ...(regionProblem === undefined ? [...zoneProblems(config), ...regionProblems(config)] : []),
          ...identityProblems(config),
          ...externalDnsProblems(config),
          ...nlbNamesProblems(config),
          ...appProblems(config),
          ...autoscalingProblems(config),
        ]
    ).filter(({ path }) => !isOfUnreadable(path)),
  ];
  return {
    config: byRole(withSecrets(values), others),
    problems: found.map((problem) => withoutSecrets(problem, { ...pulumi.runtime.allConfig(), ...raw })),
  };
}

/** Problems of args for which there is no key follow from those of keys, which tell them, unless there are none. */
function ofKeys(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const known = problems.filter(({ path }) => isKeyAt(configSchema, path));
  return known.length === 0 ? problems : known;
}

/** The stack's region; where none can be read, what is wrong, and a region of the right form to check other keys with. */
function readRegion(): { readonly region: string; readonly problem?: ConfigProblem } {
  const given = pulumi.runtime.allConfig()["aws:region"];
  const [form, expected] = FORMS.region;
  if (given !== undefined && form.test(given)) return { region: given };
  const reason =
    given === undefined
      ? "is missing; give the region of all stacks, e.g. ap-northeast-2"
      : `is ${shown(given)}; use ${expected}`;
  return { region: "region-unknown-1", problem: { path: "aws:region", reason } };
}

/**
 * The secrets of the configuration of the stack that runs, as they are: for those who show what follows from them.
 * The configuration has been checked, see {@link loadStackConfig}.
 */
export function configuredSecrets(): readonly unknown[] {
  return secretValues(readConfig().values);
}

function byRole(
  { role, edgeName, sharedStack, vpc, ingress, weights, app, apps, appOverrides, ...values }: ConfigValues,
  others: Pick<StackConfig, "region" | "credentials">,
): StackConfig {
  const [features, ofAll] = featuresOf(values);
  const common = {
    ...ofAll,
    apps: appsOf({ app, apps, appOverrides, namespace: values.namespace }),
    absentApps: Object.keys(appOverrides).filter((name) => appOverrides[name]!.absent === true),
  };
  const shared = { vpc, ingress: ingressOf(ingress), weights, ...features };
  switch (role) {
    case "primary":
      return { ...common, ...others, role, ...shared };
    case "edge":
      return { ...common, ...others, role, clusterName: edgeName, ...shared };
    case "member":
      return { ...common, ...others, role, sharedStack };
  }
}

/** Certificates may all come from the key `certificate`. */
function ingressOf({ tls, ...ingress }: ConfigValues["ingress"]): OwnerConfig["ingress"] {
  return { ...ingress, ...(tls && { tls: { certificateArns: [], ...tls } }) };
}
