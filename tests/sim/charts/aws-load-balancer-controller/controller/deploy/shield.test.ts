import { expect, it } from "vitest";
import { AwsClient } from "../../../../../../sim/charts/aws-sdk-go/client.ts";
import { ShieldSubscription } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/deploy/shield.ts";
import { SimulatedCloud } from "../../../../../../sim/cloud.ts";

/** Checks the subscription twice. @returns the log, and how often AWS was asked. */
function check(credentials: (cloud: SimulatedCloud) => SimulatedCloud["administrator"]) {
  const cloud = new SimulatedCloud();
  const log: unknown[] = [];
  const shield = new ShieldSubscription(
    new AwsClient(cloud, () => credentials(cloud)),
    cloud.clock,
    (level, message, fields) => log.push({ level, message, ...fields }),
  );
  shield.check();
  shield.check();
  return { log, asked: cloud.journal.entries().map(({ action }) => action) };
}

it("remembers whether the account has AWS Shield Advanced", () => {
  expect(check((cloud) => cloud.administrator)).toEqual({ log: [], asked: ["GetSubscriptionState"] });
});

it("goes on where it may not know, and says so", () => {
  const refused = check(() => {
    throw new Error("no credentials");
  });
  const line = {
    level: "error",
    message: "unable to determine AWS Shield subscription state, skipping AWS shield reconciliation",
    error: expect.stringContaining("no credentials") as string,
  };
  expect(refused).toEqual({ log: [line, line], asked: [] });
});
