import { expect, it } from "vitest";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { PROJECT_DIRECTORY } from "../../../support/stack-files.ts";
import { EDGE, play, told } from "./support.ts";

it("alarm-of-lost-cluster goes off for the targets alone, and clears", async () => {
  const { moments, afterRemedy } = await play("alarm-of-lost-cluster");
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "all stacks are up, with alarms
      7 alarms
        all OK
      the topic
        OK: "myeks-alarms-load-balancer-errors" in ap-northeast-2
        OK: "myeks-alarms-rejected-connections" in ap-northeast-2
        OK: "myeks-alarms-2048-unhealthy-targets" in ap-northeast-2
        OK: "myeks-alarms-2048-healthy-targets" in ap-northeast-2
        OK: "myeks-alarms-2048-target-errors" in ap-northeast-2
        OK: "myeks-alarms-2048-connection-errors" in ap-northeast-2
        OK: "myeks-alarms-2048-response-time" in ap-northeast-2
    the cluster of cluster2 is gone
      7 alarms
        myeks-alarms-2048-unhealthy-targets is ALARM
      the topic
        ALARM: "myeks-alarms-2048-unhealthy-targets" in ap-northeast-2
    its targets are deregistered by hand
      7 alarms
        all OK
      the topic
        OK: "myeks-alarms-2048-unhealthy-targets" in ap-northeast-2"
  `);
});

it("alarm-of-lost-cluster goes off for each application behind the load balancer of an edge", async () => {
  const edge = new Scene({ projectDirectory: PROJECT_DIRECTORY, configDirectory: EDGE });
  const { moments, afterRemedy } = await play("alarm-of-lost-cluster", edge);
  expect(told([...moments.slice(1), ...afterRemedy])).toMatchInlineSnapshot(`
    "the cluster of blue is gone
      12 alarms
        shop-edge-alarms-shop-unhealthy-targets is ALARM
        shop-edge-alarms-status-unhealthy-targets is ALARM
      the topic
        ALARM: "shop-edge-alarms-shop-unhealthy-targets" in ap-northeast-2
        ALARM: "shop-edge-alarms-status-unhealthy-targets" in ap-northeast-2
    its targets are deregistered by hand
      12 alarms
        all OK
      the topic
        OK: "shop-edge-alarms-shop-unhealthy-targets" in ap-northeast-2
        OK: "shop-edge-alarms-status-unhealthy-targets" in ap-northeast-2"
  `);
});
