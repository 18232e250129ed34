import { beforeAll, describe, expect, it } from "vitest";
import { findLeftovers } from "../../../fleet/local/leftovers.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { READ_OUTPUTS } from "../../support/component-replay/outputs.ts";
import program from "../../support/component-replay/program.ts";
import { testsReach } from "../../support/reach.ts";
import { Workshop } from "../hosts/in-process/support.ts";

/** The tests build on each other. */
describe("what the real awsx and eks register, as plain resources", () => {
  testsReach("recording of awsx and eks");
  const workshop = new Workshop();
  let first: Awaited<ReturnType<Workshop["succeed"]>>;

  beforeAll(async () => {
    first = await workshop.succeed(program);
  });

  it("is made, and has every output that the components read", () => {
    expect(first.outputs).toEqual(READ_OUTPUTS);
  });

  it("becomes a cluster with nodes and add-ons", () => {
    const { api } = [...clustersOf(workshop.cloud).values()][0]!;
    expect(api.list("v1/Node")).toHaveLength(3);
    const pods = api.list("v1/Pod", { namespace: "kube-system" });
    expect(new Set(pods.map(({ status }) => status.phase as string))).toEqual(new Set(["Running"]));
  });

  it("is the same in a second update", async () => {
    const { counts } = await workshop.succeed(program);
    expect(counts).toEqual({ create: 0, update: 0, replace: 0, same: 49, read: 0, delete: 0 });
  });

  it("goes without a trace", () => {
    expect(workshop.destroy().failures).toEqual([]);
    expect(findLeftovers(workshop.cloud)).toEqual([]);
  });
});
