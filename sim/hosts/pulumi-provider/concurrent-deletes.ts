/** How long a delete that failed waits for another one that may have been in its way. */
const PATIENCE_MS = 500;

/** How often it looks. */
const LOOK_MS = 20;

/**
 * An engine deletes what does not depend on each other side by side, and AWS's providers wait while one is in the way of
 * another (an internet gateway behind NAT gateways with public addresses). In the simulated cloud one operation runs at
 * a time, and the wait passes in virtual time before the other request is even read. So a delete that fails is tried
 * again once another one got through.
 */
export class ConcurrentDeletes {
  #finished = 0;

  async run(remove: () => void): Promise<void> {
    for (;;) {
      const before = this.#finished;
      try {
        remove();
        this.#finished += 1;
        return;
      } catch (error) {
        if (!(await this.#anotherFinishes(before))) throw error;
      }
    }
  }

  async #anotherFinishes(before: number): Promise<boolean> {
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
      if (this.#finished > before) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return this.#finished > before;
  }
}
