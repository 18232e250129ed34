import { expect, it } from "vitest";
import { causes, play, told } from "./support.ts";

it("other-credentials fails in Kubernetes alone, until the colleague has an access entry", async () => {
  const outcome = await play("other-credentials");
  expect(causes(outcome.moments)).toEqual({
    "a colleague wants a third replica in cluster1":
      "configured Kubernetes cluster is unreachable: unable to load schema information from the API server: the server " +
      "has asked for the client to provide credentials",
  });
  expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
        "the colleague has an access entry
          target group, targets of cluster myeks
            3 healthy (target-1, target-2, target-3)
          target group, targets of cluster myeks-cluster2
            2 healthy (target-4, target-5)"
      `);
});
