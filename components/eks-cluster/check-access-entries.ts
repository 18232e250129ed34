import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { pathText } from "../shared/problem.ts";
import { reservedReason } from "../shared/reserved-names.ts";
import { shown } from "../shared/shown.ts";
import { accessEntryKey } from "./access-entries.ts";
import type { AccessEntry, AccessPolicy } from "./args.ts";

/** A namespace, or a pattern of several: https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessScope.html */
const NAMESPACE: Form = [
  /^[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?$/,
  "a namespace, or the beginning of some and *",
];

const POLICY_NAME: Form = [/^AmazonEKS\w+$/, "the name of an EKS access policy such as AmazonEKSViewPolicy"];

const GROUP: Form = [/./, "the name of a group"];

/** Notes what EKS would refuse of access entries, and what is there twice. */
export function checkAccessEntries(check: ArgsCheck<readonly AccessEntry[]>): void {
  const keys = check.args.map(accessEntryKey);
  check.args.forEach((entry, index) => {
    const one = check.at(index)!;
    checkAccessEntry(one);
    const earlier = keys.indexOf(accessEntryKey(entry));
    if (earlier === index) return;
    one.add(
      "principalArn",
      `is ${shown(entry.principalArn)}, as in ${pathText([check.place.path, earlier])}; join the two entries`,
    );
  });
}

function checkAccessEntry(check: ArgsCheck<AccessEntry>): void {
  check.text("principalArn", FORMS.principalArn);
  check.each("policies").forEach(checkPolicy);
  const names = check.args.policies?.map(({ policy }) => policy) ?? [];
  names.forEach((name, index) => {
    const earlier = names.indexOf(name);
    if (earlier === index) return;
    check.at("policies")?.add(index, `is ${name}, as is policies[${earlier}]; join their namespaces`);
  });
  check.args.kubernetesGroups?.forEach((group, index) => {
    const groups = check.at("kubernetesGroups")!;
    groups.text(index, GROUP);
    groups.add(index, reservedReason("accessGroup", group));
  });
}

function checkPolicy(check: ArgsCheck<AccessPolicy>): void {
  check.text("policy", POLICY_NAME);
  if (check.args.namespaces?.length === 0) {
    check.add("namespaces", "is empty; name one, or leave it out for the whole cluster");
  }
  check.texts("namespaces", NAMESPACE);
}
