/** Route 53 hosted zones that are there, by id or by name. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { FORMS } from "./forms.ts";
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
  check.text("name", FORMS.zoneName);
}

/** What is wrong with a name that is to be in a zone of this name. */
export function outsideReason(name: string, zoneName: string): string | undefined {
  return isInZone(name, zoneName)
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
