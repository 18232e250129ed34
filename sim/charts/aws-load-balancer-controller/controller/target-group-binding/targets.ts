import type { TargetDescription, TargetHealth } from "../../../../aws/elbv2/shapes.ts";
import type { Clock } from "../../../../core/clock.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";

/** A target of a target group as far as the controller knows. */
export interface Target {
  readonly description: TargetDescription;
  /** Absent after the controller's own registration, until AWS is asked again. */
  readonly health?: TargetHealth;
}

const CACHE_MS = 300_000;
/** Targets per RegisterTargets or DeregisterTargets. */
const CHUNK_SIZE = 200;

/** `id:port`, as {@link endpointKey} has it. */
export function targetKey({ description }: Target): string {
  return `${description.Id}:${description.Port ?? 0}`;
}

/** Whether a target is on its way out. */
export function isDraining({ health }: Target): boolean {
  return health?.State === "draining";
}

/**
 * Targets of target groups, remembered for five minutes. In that time targets that were healthy are taken to be
 * there and healthy still; only the others are asked after. So for a while the controller may not see what another
 * cluster did to its targets. Facts: pkg/targetgroupbinding/targets_manager.go.
 */
export class Targets {
  readonly #aws: Aws;
  readonly #cache: ExpiringCache<readonly Target[]>;

  constructor(aws: Aws, clock: Clock) {
    this.#aws = aws;
    this.#cache = new ExpiringCache(clock, CACHE_MS);
  }

  list(arn: string): readonly Target[] {
    const cached = this.#cache.get(arn);
    const targets = cached === undefined ? this.#describe(arn) : this.#refresh(arn, cached);
    if (cached === undefined) this.#cache.set(arn, targets);
    else this.#cache.replace(arn, targets);
    return targets;
  }

  register(arn: string, descriptions: readonly TargetDescription[]): void {
    for (const chunk of chunks(descriptions)) {
      this.#aws.call("elasticloadbalancing", "RegisterTargets", { TargetGroupArn: arn, Targets: chunk });
      this.#forgetHealth(arn, chunk, true);
    }
  }

  deregister(arn: string, descriptions: readonly TargetDescription[]): void {
    for (const chunk of chunks(descriptions)) {
      this.#aws.call("elasticloadbalancing", "DeregisterTargets", { TargetGroupArn: arn, Targets: chunk });
      this.#forgetHealth(arn, chunk, false);
    }
  }

  #describe(arn: string, descriptions: readonly TargetDescription[] = []): readonly Target[] {
    const { TargetHealthDescriptions } = this.#aws.call("elasticloadbalancing", "DescribeTargetHealth", {
      TargetGroupArn: arn,
      ...(descriptions.length > 0 && { Targets: descriptions }),
    });
    return TargetHealthDescriptions.map(({ Target: description, TargetHealth: health }) => ({
      description,
      health,
    }));
  }

  #refresh(arn: string, cached: readonly Target[]): readonly Target[] {
    const healthy = cached.filter(({ health }) => health?.State === "healthy");
    const others = cached.filter((target) => !healthy.includes(target));
    if (others.length === 0) return healthy;
    const described = this.#describe(
      arn,
      // Without the zone: with it, AWS would not find a target that was registered without.
      others.map(({ description: { Id, Port } }) => (Port === undefined ? { Id } : { Id, Port })),
    );
    return [...healthy, ...described.filter((target) => !isNotRegistered(target))];
  }

  #forgetHealth(arn: string, descriptions: readonly TargetDescription[], add: boolean): void {
    const cached = this.#cache.get(arn);
    if (cached === undefined) return;
    const changed = new Map(
      descriptions.map((description) => [targetKey({ description }), { description } satisfies Target]),
    );
    const kept = cached.map((target) => {
      if (!changed.delete(targetKey(target))) return target;
      return { description: target.description };
    });
    this.#cache.replace(arn, add ? [...kept, ...changed.values()] : kept);
  }
}

function isNotRegistered({ health }: Target): boolean {
  return health?.State === "unused" && health.Reason === "Target.NotRegistered";
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += CHUNK_SIZE) {
    parts.push(items.slice(start, start + CHUNK_SIZE));
  }
  return parts;
}
