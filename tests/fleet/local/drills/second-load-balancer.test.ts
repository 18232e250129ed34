import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("cannot have the target group of the first, which goes over with its targets in an update", async () => {
  const { moments, afterRemedy } = await play("second-load-balancer");
  const shown = told([...moments, ...afterRemedy]).replace(/targetgroup\/2048-\w+/, "targetgroup/2048");
  expect(shown).toMatchInlineSnapshot(`
    "cluster1 has its load balancer
      load balancers
        1
      target group of app 2048
        of load balancer internet-facing
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
    somebody makes an internal one by hand, to replace it
      aws elbv2 create-listener
        The following target groups cannot be associated with more than one load balancer: arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/2048/ID
    that is deleted, and cluster1 is updated with scheme internal
      load balancers
        1
      target group of app 2048
        of load balancer internal
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)"
  `);
});
