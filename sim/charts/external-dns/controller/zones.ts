/** Route 53 as the program sees it, and what it sends there: provider/aws/aws.go of ExternalDNS. */
import { apiName, isWithin, plainName } from "../../../aws/route53/names.ts";
import { hostedZoneOf } from "../../../aws/elbv2/load-balancer/hosted-zones.ts";
import type { OutputOf, Operations } from "../../../core/cloud.ts";
import { messageOf, NotSimulated } from "../../../core/errors.ts";
import type { Task } from "../../../kubernetes/controller-runtime/work-queue.ts";
import type { Aws } from "../../aws-sdk-go/client.ts";
import { batchesOf, groupsOf, type Change } from "./batches.ts";
import { ALIAS, DEFAULT_TTL, EVALUATE_HEALTH, isInDomains, WEIGHT, type Endpoint } from "./endpoint.ts";
import type { Flags } from "./flags.ts";
import type { Log } from "./log.ts";

/** Between two requests: flag aws-batch-change-interval by default. */
const BATCH_INTERVAL_MS = 1000;

/** A run that ended early and is repeated at the next interval. */
export class SoftError extends Error {
  constructor(message: string) {
    super(`soft error\n${message}`);
    this.name = "SoftError";
  }
}

type HostedZone = OutputOf<Operations["route53"]["ListHostedZones"]>["HostedZones"][number];

/** The zones that the flags let the program look at. */
export class Zones {
  readonly #aws: Aws;
  readonly #flags: Flags;
  readonly #log: Log;
  /** Changes of each zone that failed alone: the next time they go by themselves. */
  readonly #failed = new Map<string, ReadonlySet<string>>();

  constructor(aws: Aws, flags: Flags, log: Log) {
    this.#aws = aws;
    this.#flags = flags;
    this.#log = log;
  }

  /** All records of the zones. @throws SoftError */
  records(): Endpoint[] {
    const zones = softly("records retrieval failed", () => this.#zones());
    return zones.flatMap(({ Id }) => {
      const what = `failed to list resource records sets for zone ${Id} using aws profile "default"`;
      const HostedZoneId = plainId(Id);
      const { ResourceRecordSets } = softly(what, () =>
        this.#aws.call("route53", "ListResourceRecordSets", { HostedZoneId }),
      );
      return ResourceRecordSets.map(endpointOf);
    });
  }

  /** Sends changes, zone by zone, in requests that Route 53 takes. @throws SoftError */
  *apply(changes: readonly Change[]): Task<void> {
    const zones = softly("failed to list zones, not applying changes", () => this.#zones());
    const failed: string[] = [];
    for (const [zone, ofZone] of Map.groupBy(changes, (change) => suitableZone(zones, change))) {
      if (zone === undefined) continue;
      if (!(yield* this.#applyTo(zone, ofZone))) failed.push(zone.Id);
    }
    if (failed.length > 0) {
      throw new SoftError(`failed to submit all changes for the following zones: [${failed.join(" ")}]`);
    }
  }

  #zones(): readonly HostedZone[] {
    const { HostedZones } = softly("failed to list hosted zones", () =>
      this.#aws.call("route53", "ListHostedZones", {}),
    );
    return HostedZones.filter((zone) => this.#isLookedAt(zone));
  }

  #isLookedAt({ Id, Name }: HostedZone): boolean {
    const { zoneIds, domainFilters, matchParent } = this.#flags;
    const name = plainName(Name);
    const isInFilter =
      isInDomains(name, domainFilters) ||
      (matchParent && domainFilters.some((domain) => isInDomains(domain, [name])));
    return isInFilter && (zoneIds.length === 0 || zoneIds.includes(plainId(Id)));
  }

  /** @returns whether all went well. */
  *#applyTo(zone: HostedZone, changes: readonly Change[]): Task<boolean> {
    const retried = this.#failed.get(zone.Id);
    this.#failed.delete(zone.Id);
    const isRetried = (change: Change) => retried?.has(keyOf(change)) === true;
    const batches = [
      ...batchesOf(changes.filter((change) => !isRetried(change))),
      ...batchesOf(changes.filter(isRetried)),
    ];
    let allWell = true;
    for (const [index, batch] of batches.entries()) {
      if (index > 0) yield BATCH_INTERVAL_MS;
      const { done, wentWell } = this.#submit(zone, batch);
      if (done > 0) this.#log("info", `${done} record(s) were successfully updated`);
      allWell &&= wentWell;
    }
    return allWell;
  }

  /** A batch at once, or else what belongs together one after the other. */
  #submit(zone: HostedZone, batch: readonly Change[]): { done: number; wentWell: boolean } {
    for (const { action, endpoint } of batch) {
      this.#log("info", `Desired change: ${action} ${endpoint.name} ${endpoint.type}`);
    }
    const error = this.#send(zone, batch);
    if (error === undefined) return { done: batch.length, wentWell: true };
    this.#log("error", `Failure in zone ${zone.Name} when submitting change batch: ${error}`);
    const groups = groupsOf(batch);
    if (groups.length === 1) return { done: 0, wentWell: false };
    const failures = groups.flatMap((group) => {
      const reason = this.#send(zone, group);
      if (reason === undefined) return [];
      const retry = "it will be retried in a separate change batch in the next iteration";
      this.#log("error", `Failed submitting change (error: ${reason}), ${retry}`);
      return group;
    });
    this.#failed.set(zone.Id, new Set([...(this.#failed.get(zone.Id) ?? []), ...failures.map(keyOf)]));
    return { done: batch.length - failures.length, wentWell: failures.length === 0 };
  }

  /** @returns what went wrong. */
  #send({ Id }: HostedZone, changes: readonly Change[]): string | undefined {
    try {
      this.#aws.call("route53", "ChangeResourceRecordSets", {
        HostedZoneId: plainId(Id),
        ChangeBatch: {
          Changes: changes.map(({ action, endpoint }) => ({
            Action: action,
            ResourceRecordSet: recordSetOf(endpoint),
          })),
        },
      });
      return undefined;
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      return messageOf(error);
    }
  }
}

function softly<T>(what: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof NotSimulated) throw error;
    throw new SoftError(`${what}: ${messageOf(error)}`);
  }
}

function plainId(id: string): string {
  return id.replace("/hostedzone/", "");
}

/** The zone with the longest name; a record that is in none is left out. */
function suitableZone(zones: readonly HostedZone[], { endpoint }: Change): HostedZone | undefined {
  const suitable = zones.filter(({ Name }) => isWithin(apiName(endpoint.name), Name));
  const isPrivate = suitable.find(({ Config }) => Config.PrivateZone);
  if (isPrivate !== undefined && suitable.length > 1) {
    throw new NotSimulated("ExternalDNS with several zones for a name, one of them private", isPrivate.Name);
  }
  return suitable.toSorted((a, b) => b.Name.length - a.Name.length)[0];
}

function keyOf({ action, endpoint }: Change): string {
  return `${action} ${endpoint.type} ${endpoint.name} ${endpoint.setIdentifier}`;
}

type RecordSet = OutputOf<Operations["route53"]["ListResourceRecordSets"]>["ResourceRecordSets"][number];

function endpointOf(set: RecordSet): Endpoint {
  const { Name, Type, TTL, ResourceRecords, AliasTarget, SetIdentifier = "", Weight } = set;
  const common = { name: plainName(Name), type: Type, setIdentifier: SetIdentifier };
  const weight = Weight === undefined ? {} : { [WEIGHT]: String(Weight) };
  if (AliasTarget === undefined) {
    const targets = (ResourceRecords ?? []).map(({ Value }) => Value).toSorted();
    const alias = Type === "CNAME" ? { [ALIAS]: "false" } : {};
    return { ...common, targets, ttl: TTL ?? 0, properties: { ...alias, ...weight } };
  }
  const alias = { [EVALUATE_HEALTH]: String(AliasTarget.EvaluateTargetHealth), [ALIAS]: "true" };
  const targets = [plainName(AliasTarget.DNSName)];
  return { ...common, targets, ttl: DEFAULT_TTL, properties: { ...alias, ...weight } };
}

function recordSetOf({ name, type, targets, ttl, setIdentifier, properties }: Endpoint): RecordSet {
  const [target = ""] = targets;
  const weight = properties[WEIGHT];
  const common = {
    Name: name,
    Type: type,
    ...(setIdentifier !== "" && { SetIdentifier: setIdentifier }),
    ...(weight !== undefined && { Weight: Number(weight) }),
  };
  if (properties[ALIAS] !== "true") {
    const ResourceRecords = targets.map((Value) => ({ Value }));
    return { ...common, TTL: ttl === 0 ? DEFAULT_TTL : ttl, ResourceRecords };
  }
  const AliasTarget = {
    HostedZoneId: hostedZoneOf(target)!,
    DNSName: target,
    EvaluateTargetHealth: properties[EVALUATE_HEALTH] === "true",
  };
  return { ...common, AliasTarget };
}
