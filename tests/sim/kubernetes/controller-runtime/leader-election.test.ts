import { describe, expect, it } from "vitest";
import { LeaderElection } from "../../../../sim/kubernetes/controller-runtime/leader-election.ts";
import { Clock } from "../../../../sim/core/clock.ts";
import { Ids } from "../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../sim/kubernetes/api-server.ts";

/** A cluster in which candidates can be started; `leaders` tells who has led, in order. */
function newElection() {
  const clock = new Clock(0);
  const api = new ApiServer({ clock, ids: new Ids("election") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } });
  const leaders: string[] = [];
  const start = (identity: string) =>
    new LeaderElection({
      api,
      clock,
      namespace: "kube-system",
      leaseName: "leader",
      identity,
      lead: () => leaders.push(identity),
    });
  const lease = () => api.get("coordination.k8s.io/v1/Lease", "kube-system", "leader")["spec"] as object;
  return { clock, api, leaders, start, lease };
}

describe("leader election", () => {
  it("makes the first candidate the leader at once, and no other", () => {
    const { clock, leaders, start, lease } = newElection();
    start("a");
    start("b");
    clock.advance(600_000);
    expect(leaders).toEqual(["a"]);
    expect(lease()).toEqual({
      holderIdentity: "a",
      leaseDurationSeconds: 15,
      acquireTime: "1970-01-01T00:00:00Z",
      renewTime: "1970-01-01T00:00:00Z",
      leaseTransitions: 0,
    });
  });

  it("lets another one take over fifteen seconds after the leader ended", () => {
    const { clock, leaders, start, lease } = newElection();
    const first = start("a");
    start("b");
    start("c");
    clock.advance(60_000);
    first.stop();
    clock.advance(14_999);
    expect(leaders).toEqual(["a"]);
    clock.advance(1);
    expect(leaders).toEqual(["a", "b"]);
    expect(lease()).toMatchObject({ holderIdentity: "b", leaseTransitions: 1 });
  });

  it("waits for the end of a lease that an unknown process holds", () => {
    const { clock, api, leaders, start } = newElection();
    api.create({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "leader", namespace: "kube-system" },
      spec: { holderIdentity: "gone", leaseDurationSeconds: 15 },
    });
    start("a");
    clock.advance(14_999);
    expect(leaders).toEqual([]);
    clock.advance(1);
    expect(leaders).toEqual(["a"]);
  });

  it("passes over a candidate that ended while it waited", () => {
    const { clock, leaders, start } = newElection();
    const first = start("a");
    const second = start("b");
    start("c");
    first.stop();
    second.stop();
    clock.advance(15_000);
    expect(leaders).toEqual(["a", "c"]);
  });
});
