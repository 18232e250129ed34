/** Makes a change of configuration on a copy of a living fleet, and tells what it does. */
import {
  settingsOf,
  type Change,
  type Effect,
  type Settings,
  type Steps,
} from "../../../scripts/changes/change.ts";
import { FEATURE_KEYS } from "../../../stacks/config/feature-keys.ts";
import type { StepEvent } from "../../../sim/hosts/in-process/events.ts";
import { Notices, withoutIds, type Moment } from "./notices.ts";
import { MEMBERS } from "./fleets.ts";
import { FleetUnderLoad, type SavedFleet, type Update } from "./fleet.ts";

/** Longer than any session of the controller's credentials lasts. */
const LONG_MS = 7 * 60 * 60_000;

/** Makes the change, and looks at what becomes of the fleet then, on the way back, and at its end. */
export async function tryChange(saved: SavedFleet, change: Change): Promise<Effect> {
  return new Attempt(FleetUnderLoad.resume(saved, change), change).run();
}

/** What of the settings a stack gets: of the members, one stands for all, and none has what only an owner can have. */
export function settingsOfStack(
  of: Change["of"],
  stack: string,
  owner: string,
  settings: Settings,
): Settings {
  if (of !== "all") return stack === (of === "member" ? MEMBERS[0] : owner) ? settings : {};
  const ofOwner = (path: string) => FEATURE_KEYS.some((key) => path.startsWith(`${key}.`));
  return stack === owner
    ? settings
    : Object.fromEntries(Object.entries(settings).filter(([path]) => !ofOwner(path)));
}

class Attempt {
  readonly #fleet: FleetUnderLoad;
  readonly #change: Change;
  readonly #subject: string;
  readonly #clusters: readonly string[];
  readonly #notices = new Notices();

  constructor(fleet: FleetUnderLoad, change: Change) {
    this.#fleet = fleet;
    this.#change = change;
    this.#subject = change.of === "member" ? MEMBERS[0] : fleet.owner;
    this.#clusters = fleet.clusters;
    this.#noteLoad("before");
  }

  async run(): Promise<Effect> {
    const changed = { ...this.#change.before, ...settingsOf(this.#change) };
    const effect = await this.#update(this.#subject, "during", changed);
    this.#live("after");
    const stopped = effect.refused !== undefined || effect.failed !== undefined;
    const others = stopped ? {} : await this.#others(changed);
    await this.#back(effect, Object.keys(others) as string[]);
    const notices = this.#notices.lines();
    return {
      ...effect,
      ...(Object.keys(others).length === 0 ? {} : { others }),
      ...(notices.length === 0 ? {} : { notices }),
    };
  }

  /** Updates of the other stacks; after them no stack has anything to do. */
  async #others(changed: Settings): Promise<Record<string, Steps>> {
    const others: Record<string, Steps> = {};
    for (const stack of this.#fleet.stacks.filter((name) => name !== this.#subject)) {
      const steps = await this.#update(stack, "after", this.#settingsFor(stack, changed));
      if (Object.keys(steps).length > 0) others[stack] = steps;
      // Members are alike: where one has nothing to do the other one has neither.
      else if (stack !== this.#fleet.owner) break;
    }
    const followers = Object.keys(others) as string[];
    if (followers.length > 0) this.#live("after");
    await this.#expectIdle(this.#subject, "after", changed);
    for (const stack of followers) await this.#expectIdle(stack, "after", this.#settingsFor(stack, changed));
    return others;
  }

  /** The way back, and the end of all where something was replaced or refused. */
  async #back(effect: Effect, followers: readonly string[]): Promise<void> {
    const { before = {}, back = [] } = this.#change;
    const stacks = [this.#subject, ...followers];
    let isBack = true;
    const steps = [...back.map((more) => ({ ...before, ...more })), before];
    for (const [index, settings] of steps.entries()) {
      if (index > 0) this.#fleet.wait(LONG_MS);
      for (const stack of stacks) isBack = (await this.#stepBack(stack, settings)) && isBack;
    }
    this.#live("after the way back");
    if (isHarmless(effect)) return;
    if (isBack) await this.#expectIdle(this.#subject, "after the way back", before);
    for (const left of this.#fleet.destroy()) this.#notices.add("in the end", withoutIds(left));
  }

  async #stepBack(stack: string, settings: Settings): Promise<boolean> {
    const { refused, failed } = await this.#update(
      stack,
      "on the way back",
      this.#settingsFor(stack, settings),
    );
    const messages = [refused ?? [], failed ?? []].flat();
    for (const message of messages) this.#notices.add("on the way back", `${stack} is refused, ${message}`);
    return messages.length === 0;
  }

  #settingsFor(stack: string, settings: Settings): Settings {
    return settingsOfStack(this.#change.of, stack, this.#fleet.owner, settings);
  }

  async #expectIdle(stack: string, moment: Moment, settings?: Settings): Promise<void> {
    const effect = await this.#update(stack, moment, settings);
    if (Object.keys(effect).length === 0) return;
    this.#notices.add(moment, `a further update of ${stack} has something to do, ${JSON.stringify(effect)}`);
  }

  async #update(stack: string, moment: Moment, settings?: Settings): Promise<Effect> {
    const effect = effectOf(await this.#fleet.up(stack, settings));
    this.#noteLoad(moment);
    return effect;
  }

  /** Time goes on: credentials end, and a pod of each cluster gives way to another one. */
  #live(moment: Moment): void {
    this.#fleet.wait(LONG_MS);
    const kept = this.#fleet.evictPods();
    this.#noteLoad(moment);
    for (const notice of [...kept, ...this.#fleet.unfitTargets()]) {
      this.#notices.add(moment, withoutIds(notice));
    }
    for (const missing of this.#fleet.missing()) {
      this.#notices.add(
        moment,
        `${missing} is gone, and Pulumi does not know it: pulumi up --refresh makes it again`,
      );
    }
  }

  #noteLoad(moment: Moment): void {
    for (const told of this.#fleet.takeAlarms()) this.#notices.add(moment, told);
    for (const { host, failed, seconds, secondsByCluster } of this.#fleet.takeLoads()) {
      const where = host === undefined ? "" : `${host}: `;
      for (const outcome of Object.keys(failed)) {
        this.#notices.add(moment, `${where}requests fail (${outcome})`);
      }
      const silent = this.#clusters.filter((cluster) => (secondsByCluster[cluster] ?? 0) < seconds);
      if (silent.length === this.#clusters.length) this.#notices.add(moment, `${where}no cluster answers`);
      else for (const cluster of silent) this.#notices.add(moment, `${where}${cluster} does not answer`);
    }
  }
}

function isHarmless({ refused, failed, replaces, deletes }: Effect): boolean {
  return [refused, failed, replaces, deletes].every((one) => one === undefined);
}

function effectOf({ steps, refused, failed }: Update): Effect {
  const changed = stepsOf(steps);
  // What the program refuses when something has changed already is not a refusal.
  if (refused !== undefined && Object.keys(changed).length > 0) {
    return { ...changed, failed: [withoutIds(refused)] };
  }
  return {
    ...changed,
    ...(refused === undefined ? {} : { refused: withoutIds(refused) }),
    ...(failed === undefined ? {} : { failed: failed.map((message) => withoutIds(message.split("\n")[0]!)) }),
  };
}

/** Components are only a place in the tree, and a patch of the rollout's waits for what another step changed. */
const isResource = ({ type }: StepEvent): boolean => type.includes("/") && !type.endsWith("Patch");

function stepsOf(events: readonly StepEvent[]): Steps {
  const by = (operation: StepEvent["operation"]): string[] => {
    const done = events.filter(
      (event) => isResource(event) && event.status === "done" && event.operation === operation,
    );
    return [...new Set(done.map(({ type }) => type.split(":").at(-1)!))].sort();
  };
  const [creates, updates, replaces] = [by("create"), by("update"), by("replace")];
  // What is replaced goes in the end.
  const deletes = by("delete").filter((type) => !replaces.includes(type));
  return Object.fromEntries(
    Object.entries({ creates, updates, replaces, deletes }).filter(([, types]) => types.length > 0),
  );
}
