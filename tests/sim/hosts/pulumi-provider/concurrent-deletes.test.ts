import { describe, expect, it } from "vitest";
import { ConcurrentDeletes } from "../../../../sim/hosts/pulumi-provider/concurrent-deletes.ts";

describe("ConcurrentDeletes", () => {
  it("tries a delete again that another one was in the way of", async () => {
    const deletes = new ConcurrentDeletes();
    const world = new Set(["gateway", "address"]);
    const gateway = deletes.run(() => {
      if (world.has("address")) throw new Error("DependencyViolation");
      world.delete("gateway");
    });
    const address = deletes.run(() => {
      world.delete("address");
    });
    await Promise.all([gateway, address]);
    expect([...world]).toEqual([]);
  });

  it("reports the refusal when nothing else gets through", async () => {
    const attempts: number[] = [];
    const refused = new ConcurrentDeletes().run(() => {
      attempts.push(attempts.length);
      throw new Error("DependencyViolation");
    });
    await expect(refused).rejects.toThrow("DependencyViolation");
    expect(attempts).toEqual([0]);
  });
});
