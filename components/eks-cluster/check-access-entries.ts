import type { ArgsCheck } from "../shared/args-check.ts";
import { checkReserved } from "../shared/reserved-names.ts";
import { accessEntryKey } from "./access-entries.ts";
import type { AccessEntry } from "./args.ts";
import { shown } from "../shared/shown.ts";

/** A namespace, or a pattern of several: https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessScope.html */
const NAMESPACE = /^[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?$/;

/** Notes what EKS would refuse of access entries, and what is there twice. */
export function checkAccessEntries(entries: readonly AccessEntry[], check: ArgsCheck): void {
  const keys = entries.map(accessEntryKey);
  entries.forEach((entry, index) => {
    const path = `accessEntries[${index}]`;
    checkAccessEntry(path, entry, check);
    const earlier = keys.indexOf(accessEntryKey(entry));
    if (earlier === index) return;
    check.add(
      `${path}.principalArn`,
      `is ${shown(entry.principalArn)}, as in accessEntries[${earlier}]; join the two entries`,
    );
  });
}

function checkAccessEntry(path: string, entry: AccessEntry, check: ArgsCheck): void {
  check.text(
    `${path}.principalArn`,
    entry.principalArn,
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
    "the ARN of an IAM role or user",
  );
  entry.policies?.forEach(({ policy, namespaces }, index) => {
    check.text(
      `${path}.policies[${index}].policy`,
      policy,
      /^AmazonEKS\w+$/,
      "the name of an EKS access policy such as AmazonEKSViewPolicy",
    );
    checkNamespaces(`${path}.policies[${index}].namespaces`, namespaces, check);
  });
  const names = entry.policies?.map(({ policy }) => policy) ?? [];
  names.forEach((name, index) => {
    const earlier = names.indexOf(name);
    if (earlier === index) return;
    check.add(`${path}.policies[${index}]`, `is ${name}, as is policies[${earlier}]; join their namespaces`);
  });
  entry.kubernetesGroups?.forEach((group, index) => {
    const groupPath = `${path}.kubernetesGroups[${index}]`;
    check.text(groupPath, group, /./, "the name of a group");
    checkReserved(check, groupPath, "accessGroup", group);
  });
}

function checkNamespaces(path: string, namespaces: readonly string[] | undefined, check: ArgsCheck): void {
  if (namespaces?.length === 0) check.add(path, "is empty; name one, or leave it out for the whole cluster");
  namespaces?.forEach((namespace, index) =>
    check.text(`${path}[${index}]`, namespace, NAMESPACE, "a namespace, or the beginning of some and *"),
  );
}
