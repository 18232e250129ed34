import { expect, it } from "vitest";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { PROJECT_DIRECTORY } from "../../../support/stack-files.ts";
import { EDGE, play, told } from "./support.ts";

it("leaves healthy targets idle while requests fail, until they have a weight", async () => {
  const { moments, afterRemedy } = await play("weights-without-traffic");
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "the cluster of cluster2 has all the weight
      listener's rules, target group of app 2048 for myeks
        weight 0
      listener's rules, target group of app 2048 for myeks-cluster2
        weight 100
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of cluster myeks-cluster2
        2 healthy (target-3, target-4)
      requests to the apps
        100 % answered by myeks-cluster2
    the cluster of cluster2 is lost
      listener's rules, target group of app 2048 for myeks
        weight 0
      listener's rules, target group of app 2048 for no living cluster
        weight 100
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of no living cluster
        2 unhealthy, Target.Timeout: Request timed out (target-3, target-4)
      requests to the apps
        failed: status 504 of /
    the other clusters have the weight
      listener's rules, target group of app 2048 for myeks
        weight 100
      listener's rules, target group of app 2048 for no living cluster
        weight 0
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of no living cluster
        2 unhealthy, Target.Timeout: Request timed out (target-3, target-4)
      requests to the apps
        100 % answered by myeks"
  `);
});

it("is the same behind the load balancer of an edge, for each of its applications", async () => {
  const edge = new Scene({ projectDirectory: PROJECT_DIRECTORY, configDirectory: EDGE });
  const { moments, afterRemedy } = await play("weights-without-traffic", edge);
  expect([...moments, ...afterRemedy].map(({ symptoms }) => symptoms.at(-1)?.what)).toEqual([
    "100 % answered by shop-blue",
    "failed: status 504 of shop.example.com/, failed: status 504 of status.example.com/",
    "50 % answered by shop-green, 50 % answered by shop-red",
  ]);
});
