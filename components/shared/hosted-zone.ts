/** Route 53 hosted zones that are there, by id or by name. */
import { domainToASCII } from "node:url";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { FORMS, type Form } from "./forms.ts";
import { shown } from "./shown.ts";

/** A public hosted zone: by its id, or by its name where the account has one of that name. */
export type PublicZone = { readonly id: pulumi.Input<string> } | { readonly name: string };

/** A hosted zone: by its id, or by its name; `private` where it answers VPCs alone. */
export type NamedZone = PublicZone | { readonly name: string; readonly private?: boolean };

/** Id and name as far as they are given. */
interface ZoneParts {
  readonly id?: pulumi.Input<string>;
  readonly name?: string;
}

/** Checks which zone is meant. For values that come from config or JavaScript, past the compiler. */
export function checkZone(check: ArgsCheck<ZoneParts> | undefined): void {
  if (check === undefined) return;
  const { id, name } = check.args;
  if ((id === undefined) === (name === undefined)) {
    check.addAt(check.place, id === undefined ? "is empty; give id or name" : "has id and name; give one");
  }
  check.text("id", FORMS.hostedZoneId);
  if (typeof name === "string") check.add("name", spelledReason(name, FORMS.zoneName));
}

/** Checks names that are to be in a zone, as far as its name is given: at least one, each once. */
export function checkNames(
  check: ArgsCheck<{ readonly names: readonly string[]; readonly zone: NamedZone }>,
): void {
  const { names, zone } = check.args;
  if (names.length === 0) check.add("names", "is empty; give at least one name");
  const zoneName = "name" in zone && FORMS.zoneName[0].test(zone.name) ? zone.name : undefined;
  const each = check.at("names");
  names.forEach((name, index) =>
    each?.add(index as never, spelledReason(name, FORMS.domainName) ?? outsideReason(name, zoneName)),
  );
  check.distinct("names");
}

/** What is wrong with the form of a name; people write upper case, a dot at the end, and letters of other scripts. */
export function spelledReason(name: string, [pattern, expected]: Form): string | undefined {
  if (pattern.test(name)) return undefined;
  const plain = domainToASCII(name.replace(/\.$/, ""));
  return `is ${shown(name)}; use ${pattern.test(plain) ? plain : expected}`;
}

/** What is wrong with a name that is to be in a zone of this name. */
function outsideReason(name: string, zoneName: string | undefined): string | undefined {
  return zoneName === undefined || isInZone(name, zoneName)
    ? undefined
    : `is ${shown(name)}, which is not in zone ${zoneName}; leave it out, or give the zone that it is in`;
}

export function isInZone(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

/** The id of a zone, looked up where its name is given. */
export function zoneIdOf(parent: pulumi.Resource, zone: NamedZone): pulumi.Input<string> {
  if ("id" in zone) return zone.id;
  const privateZone = "private" in zone && zone.private === true;
  return aws.route53.getZoneOutput({ name: zone.name, privateZone }, { parent }).zoneId;
}
