import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Mci } from "../fleet/cli/mci.ts";
import { answersOf, runExample } from "../support/example.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";

const FOLDER = join(PROJECT_DIRECTORY, "examples/services");

it("examples/services has a Service of each type", async () => {
  const leftovers = await runExample("services", (example) => {
    expect(answersOf(example)).toEqual({
      app1: ["eks-test"],
      app2: ["eks-test"],
      "load-balancer": ["eks-test"],
    });
  });
  expect(leftovers).toEqual([]);
});

/** What stands for addresses in the page, and where the fleet tells them. */
const PLACES: Readonly<Record<string, RegExp>> = {
  "address of service-cluster-ip": /services\/service-cluster-ip +ClusterIP +(?<found>\S+)/,
  "address of a private node": /(?<found>10\.0\.1\d\.\d+) +- /,
  "address of the public node": /(?<found>10\.0\.\d+\.\d+) +\d+\.\d+\.\d+\.\d+ /,
  "public address": /10\.0\.\d+\.\d+ +(?<found>\d+\.\S+) /,
  "name of the network load balancer": / (?<found>k8s-services-nlbloadb\S+elb\.\S+\.amazonaws\.com)/,
  "name of the load balancer": / (?<found>k8s-services-ingress2\S+elb\.amazonaws\.com)/,
};

it("takes the lines of its page", async () => {
  const running = new Mci("local", "--config-dir", FOLDER);
  await running.said(/\nserving /);
  const [first, ...lines] = linesOfPage();
  running.say(first!);
  const places: [string, string][] = [];
  for (const [place, pattern] of Object.entries(PLACES)) {
    places.push([`<${place}>`, (await running.said(pattern))["found"]!]);
  }
  for (const line of lines) {
    running.say(places.reduce((text, [place, address]) => text.replace(place, address), line));
  }
  running.say("exit");
  const { code, stdout } = await running.finished();
  expect(code).toBe(0);
  const [, answers] = /elb\.amazonaws\.com\n(.*)\n\neks-test +\d+ deleted/s.exec(stdout)!;
  const named = places.reduce((text, [place, address]) => text.replaceAll(address, place), answers!);
  expect(outcomes(named)).toEqual([
    "service-cluster-ip.services.svc.cluster.local has the address <address of service-cluster-ip>",
    "HTTP 200 from pod services/cluster-ip by Service services/service-cluster-ip, which sees a pod",
    "service-cluster-ip.services.svc.cluster.local has the address <address of service-cluster-ip>",
    "HTTP 200 from pod services/cluster-ip by Service services/service-cluster-ip, which sees a pod",
    ...threeTimes(3, "pod services/cluster-ip by Service services/service-cluster-ip, which sees a pod"),
    "curl: (6) Could not resolve host: service-cluster-ip",
    "service-cluster-ip.services.svc.cluster.local has the address <address of service-cluster-ip>",
    "curl: (28) Failed to connect to service-cluster-ip port 3000: Connection timed out",
    ...threeTimes(
      3,
      "pod services/node-port by Service services/service-node-port, which sees <address of a private node>",
    ),
    "HTTP 200 from pod services/node-port by Service services/service-node-port, which sees <address of the public node>",
    "curl: (28) Failed to connect to <public address> port 30001: Connection timed out",
    ...threeTimes(3, "a node of the load balancer, which sees 203.0.113.7"),
    ...threeTimes(2, "a pod of the load balancer, which sees <public address>"),
    "HTTP 200 from a pod of the load balancer, which sees 203.0.113.7",
    "HTTP 404 from the load balancer, which sees 203.0.113.7",
  ]);
});

/** Each of three answers as often as the others. */
function threeTimes(times: number, what: string): string[] {
  return Array<string>(3).fill(`${times} x  HTTP 200 from ${what}`);
}

function linesOfPage(): string[] {
  const page = readFileSync(join(FOLDER, "README.md"), "utf8");
  return [...page.matchAll(/^```probe\n(.*?)^```/gms)].flatMap(([, block]) => block!.trim().split("\n"));
}

/** What came of each request, with what is the same in every run: without bodies, names and places of pods. */
function outcomes(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => /HTTP \d|curl: |has the address/.test(line))
    .map((line) =>
      line
        .replace(/-[0-9a-z]{8,10}-[0-9a-z]{5} of \S+ \(.*?\)/, "")
        .replace(/10\.0\.\d+\.\d+$/, "a pod")
        .replace(/target i-\S+ of/, "a node of")
        .replace(/target 10\.0\.\S+ of/, "a pod of")
        .replace(/load balancer k8s-services-\S+,/, "the load balancer,"),
    );
}
