import type { Clock } from "../../core/clock.ts";
import type { KubernetesApi } from "../types.ts";

/** Who wants to lead, and what for. */
export interface Candidacy {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  /** Where the Lease is. */
  readonly namespace: string;
  readonly leaseName: string;
  /** `pod_uuid` */
  readonly identity: string;
  /** Called once, when the candidate leads. */
  readonly lead: () => void;
}

const LEASE = "coordination.k8s.io/v1/Lease";
/** https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/manager#Options: defaults of LeaseDuration. */
const LEASE_SECONDS = 15;

/** Who holds a lease, and who waits for it; of running processes only. */
interface Seat {
  holder: LeaderElection | undefined;
  readonly waiting: Set<LeaderElection>;
}

const seats = new WeakMap<KubernetesApi, Map<string, Seat>>();

/**
 * Leader election as client-go does it, without the traffic: a leader renews its Lease every two seconds, and nobody
 * has to see that happen. A leader that ends does not release the Lease, so that another one takes over after the
 * Lease's 15 seconds; so it is with a Lease whose holder is not known, as after a restart of everything.
 */
export class LeaderElection {
  readonly #candidacy: Candidacy;
  readonly #seat: Seat;
  #stopped = false;

  constructor(candidacy: Candidacy) {
    this.#candidacy = candidacy;
    this.#seat = seatOf(candidacy);
    const { api, namespace, leaseName } = candidacy;
    if (this.#seat.holder === undefined && api.view(LEASE, namespace, leaseName) === undefined) {
      this.#acquire();
    } else {
      this.#seat.waiting.add(this);
      this.#tryLater();
    }
  }

  /** The candidate's process ends. */
  stop(): void {
    this.#stopped = true;
    this.#seat.waiting.delete(this);
    if (this.#seat.holder !== this) return;
    this.#seat.holder = undefined;
    for (const candidate of this.#seat.waiting) candidate.#tryLater();
  }

  #tryLater(): void {
    this.#candidacy.clock.schedule(LEASE_SECONDS * 1000, () => {
      if (!this.#stopped && this.#seat.holder === undefined) this.#acquire();
    });
  }

  #acquire(): void {
    const { api, clock, namespace, leaseName, identity, lead } = this.#candidacy;
    this.#seat.holder = this;
    this.#seat.waiting.delete(this);
    const present = api.find(LEASE, namespace, leaseName);
    const spec = {
      holderIdentity: identity,
      leaseDurationSeconds: LEASE_SECONDS,
      acquireTime: clock.timestamp(),
      renewTime: clock.timestamp(),
      leaseTransitions: Number(present?.spec.leaseTransitions ?? -1) + 1,
    };
    const metadata = { namespace, name: leaseName };
    const lease =
      present === undefined
        ? api.create({ apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec })
        : api.update({ ...present, spec });
    api.recordEvent(lease, {
      type: "Normal",
      reason: "LeaderElection",
      message: `${identity} became leader`,
      component: identity,
    });
    lead();
  }
}

function seatOf({ api, namespace, leaseName }: Candidacy): Seat {
  const ofCluster = seats.get(api) ?? new Map<string, Seat>();
  seats.set(api, ofCluster);
  const key = `${namespace}/${leaseName}`;
  const seat = ofCluster.get(key) ?? { holder: undefined, waiting: new Set() };
  ofCluster.set(key, seat);
  return seat;
}
