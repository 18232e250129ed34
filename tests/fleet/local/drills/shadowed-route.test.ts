import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("takes the requests of every app, whose targets stay healthy, until it is deleted", async () => {
  const { moments, afterRemedy } = await play("shadowed-route");
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "the stacks are up
      listener, rule 100 (path /*)
        forwards to an app
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of cluster myeks-cluster2
        2 healthy (target-3, target-4)
    somebody adds a rule for every path, for maintenance
      listener, rule 1 (path /*)
        answers by itself
      listener, rule 100 (path /*)
        forwards to an app; rule 1 takes its requests first
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of cluster myeks-cluster2
        2 healthy (target-3, target-4)
    the rule is deleted
      listener, rule 100 (path /*)
        forwards to an app
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of cluster myeks-cluster2
        2 healthy (target-3, target-4)"
  `);
});
