/** What happened in the simulated cloud, as CloudTrail would have it: every AWS call with caller and outcome. */
export interface JournalEntry {
  readonly at: number;
  /** ARN of the caller. */
  readonly caller: string;
  /** Signing name of the service: `ec2`, `elasticloadbalancing`, `iam`, `eks`, `sts`, ... */
  readonly service: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Error code, absent on success. */
  readonly error?: string;
}

/** Entries kept; older ones are dropped, so that a cloud that serves for days does not grow. */
const LIMIT = 50_000;

export class Journal {
  #entries: JournalEntry[] = [];
  #changes = 0;

  /** How many calls so far may have changed something. */
  get changes(): number {
    return this.#changes;
  }

  add(entry: JournalEntry): void {
    if (!/^(Describe|Get|List)/.test(entry.action)) this.#changes += 1;
    this.#entries.push(entry);
    if (this.#entries.length > LIMIT) this.#entries = this.#entries.slice(LIMIT / 2);
  }

  entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
