import type { Clock, Timer } from "../../../core/clock.ts";
import type { Task } from "../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../kubernetes/types.ts";
import type { Aws } from "../../aws-sdk-go/client.ts";
import type { Change } from "./batches.ts";
import { isInDomains, type Endpoint } from "./endpoint.ts";
import type { Flags } from "./flags.ts";
import type { Log } from "./log.ts";
import { ownershipRecord, textKey, withOwners } from "./ownership.ts";
import { planChanges, type Plan } from "./plan.ts";
import { KINDS, wantedEndpoints } from "./sources.ts";
import { SoftError, Zones } from "./zones.ts";

/** After an event, and between two runs that events have asked for: flag min-event-sync-interval by default. */
const EVENT_DELAY_MS = 5000;

interface Options {
  readonly flags: Flags;
  readonly api: KubernetesApi;
  readonly aws: Aws;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The program in ExternalDNS's image: compares, again and again, the records that objects of the cluster ask for with
 * those of the zones, and changes the zones. It remembers nothing: what it owns it reads from TXT records.
 *
 * Facts: controller/controller.go.
 */
export class ExternalDns {
  readonly #options: Options;
  readonly #zones: Zones;
  readonly #unwatch: () => void;
  #timer: Timer | undefined;
  #lastRunAt: number;
  #nextRunAt: number;
  #softErrors = 0;
  #isRunning = false;

  constructor(options: Options) {
    const { api, aws, clock, flags, log } = options;
    this.#options = options;
    this.#zones = new Zones(aws, flags, log);
    this.#lastRunAt = clock.now() - EVENT_DELAY_MS;
    this.#nextRunAt = clock.now();
    const kinds = Object.entries(KINDS).filter(([source]) => flags.sources.includes(source));
    this.#unwatch = flags.events
      ? api.watch(
          () => this.#hasten(),
          kinds.flatMap(([, all]) => all),
        )
      : () => undefined;
    this.#wait();
  }

  stop(): void {
    this.#unwatch();
    this.#timer?.cancel();
  }

  #hasten(): void {
    const soon = Math.min(this.#options.clock.now() + EVENT_DELAY_MS, this.#nextRunAt);
    this.#nextRunAt = Math.max(this.#lastRunAt + EVENT_DELAY_MS, soon);
    if (!this.#isRunning) this.#wait();
  }

  #wait(): void {
    this.#after(this.#nextRunAt - this.#options.clock.now(), () => {
      this.#isRunning = true;
      this.#lastRunAt = this.#options.clock.now();
      this.#nextRunAt = this.#lastRunAt + this.#options.flags.intervalMs;
      this.#step(this.#run());
    });
  }

  #after(delayMs: number, work: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(delayMs, work);
  }

  #step(run: Task<void>): void {
    const { done, value } = run.next();
    if (done !== true) return this.#after(value, () => this.#step(run));
    this.#isRunning = false;
    this.#wait();
  }

  *#run(): Task<void> {
    const { log } = this.#options;
    try {
      yield* this.#synchronise();
      if (this.#softErrors > 0) {
        log("info", `Reconciliation succeeded after ${this.#softErrors} consecutive soft errors`);
      }
      this.#softErrors = 0;
    } catch (error) {
      if (!(error instanceof SoftError)) throw error;
      this.#softErrors += 1;
      log("error", `Failed to do run once: ${error.message} (consecutive soft errors: ${this.#softErrors})`);
    }
  }

  *#synchronise(): Task<void> {
    const { api, flags, log } = this.#options;
    const { records, texts } = withOwners(flags, this.#zones.records());
    const inFilter = ({ name }: Endpoint) => isInDomains(name, flags.domainFilters);
    const wanted = wantedEndpoints(api, flags).filter(inFilter);
    const say = (message: string) => flags.debug && log("debug", message);
    const changes = changesOf(flags, planChanges(flags, records.filter(inFilter), wanted, say), texts);
    if (changes.length === 0) log("info", "All records are already up to date");
    else yield* this.#zones.apply(changes);
  }
}

/** @param texts keys of the TXT records that are there: these are not made again. */
function changesOf(flags: Flags, plan: Plan, texts: ReadonlySet<string>): Change[] {
  const withText = (action: Change["action"], endpoint: Endpoint): Change[] => {
    const of = endpoint.name;
    return [
      { action, endpoint, of },
      { action, endpoint: ownershipRecord(flags, endpoint), of },
    ];
  };
  const created = plan.create.flatMap((endpoint) => withText("CREATE", endpoint));
  return [
    ...created.filter(({ endpoint }) => endpoint.type !== "TXT" || !texts.has(textKey(endpoint))),
    ...plan.delete.flatMap((endpoint) => withText("DELETE", endpoint)),
    ...plan.update.flatMap((endpoint) => withText("UPSERT", endpoint)),
  ];
}
