import { ec2State } from "../../sim/aws/ec2/state.ts";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bringUp } from "../../fleet/local/bring-up.ts";
import { createConsole } from "../../fleet/local/console.ts";
import type { StackReport } from "../../fleet/local/report.ts";
import { LocalSession } from "../../fleet/local/session.ts";
import { tearDown } from "../../fleet/local/tear-down.ts";
import { verifyTargets } from "../../fleet/local/verify.ts";
import { reaching } from "../support/reach.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";

it("examples/existing-vpc comes up in a VPC that is given, serves, and leaves it as it was", async () => {
  const folder = join(PROJECT_DIRECTORY, "examples", "existing-vpc");
  await reaching("example existing-vpc", () => runExample(folder));
});

async function runExample(folder: string): Promise<void> {
  const session = await LocalSession.open({
    projectDirectory: PROJECT_DIRECTORY,
    configDirectory: folder,
    given: join(folder, "given.yaml"),
  });
  const { cloud } = session;
  const quiet = createConsole(process.stdout, true);
  const reports: StackReport[] = [];
  await bringUp(session, quiet, reports);
  expect(reports.map(({ outputs }) => outputs["vpcId"])).toEqual([
    "vpc-0a1b2c3d4e5f60718",
    "vpc-0a1b2c3d4e5f60718",
  ]);
  expect(verifyTargets(cloud).targets.map(({ cluster, state }) => `${String(cluster)} ${state}`)).toEqual([
    "web healthy",
    "web healthy",
    "web-cluster2 healthy",
    "web-cluster2 healthy",
  ]);
  const principalArn = "arn:aws:iam::123456789012:role/developers";
  const entry = cloud.call(cloud.administrator, "eks", "DescribeAccessEntry", {
    clusterName: "web",
    principalArn,
  });
  expect(entry.accessEntry.principalArn).toBe(principalArn);
  expect((await tearDown(session, quiet)).leftovers).toEqual([]);
  expect(
    ec2State(cloud)
      .vpcs.values()
      .map(({ VpcId }) => VpcId),
  ).toEqual(["vpc-0a1b2c3d4e5f60718"]);
  expect(ec2State(cloud).subnets.size).toBe(4);
}
