import { describe, expect, it } from "vitest";
import { AwsError } from "../../../../../../sim/core/errors.ts";
import { SimulatedCloud } from "../../../../../../sim/cloud.ts";
import { awsLoadBalancerControllerChart } from "../../../../../../sim/charts/aws-load-balancer-controller/chart.ts";
import { imagesOf } from "../../../../../../sim/kubernetes/image-registry.ts";
import { KubernetesCluster } from "../../../../../../sim/kubernetes/cluster.ts";
import {
  ContainerExit,
  type ContainerContext,
  type ContainerProcess,
} from "../../../../../../sim/kubernetes/types.ts";
import { PRIMARY, World } from "../../../../../support/controller-replay/world.ts";
import { readRecording } from "../../../../../support/controller-replay/recording.ts";

interface Case {
  readonly case: string;
  readonly arguments?: readonly string[];
  readonly exitCode?: number;
  readonly log?: readonly Readonly<Record<string, string>>[];
  readonly events?: readonly object[];
  readonly createTargetGroupBinding?: readonly string[];
}

const IMAGE = "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0";
const ARGUMENTS = ["--cluster-name=myeks", "--aws-region=ap-northeast-2", "--aws-vpc-id=vpc-main"];
const { cases } = readRecording<{ readonly cases: readonly Case[] }>("start-up-failures");

interface Outcome {
  readonly exitCode: number | undefined;
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly process: ContainerProcess | undefined;
  readonly context: ContainerContext;
}

/** Runs an image as a kubelet does, in a cluster with the controller's kinds. */
function run(args: readonly string[], given: Partial<ContainerContext> = {}, image = IMAGE): Outcome {
  const cloud = new SimulatedCloud();
  const cluster = new KubernetesCluster({ name: "myeks", cloud, version: "1.35", controllers: [] });
  for (const crd of awsLoadBalancerControllerChart.crds("3.5.0")) cluster.api.create(crd);
  const log: Record<string, unknown>[] = [];
  const context: ContainerContext = {
    cloud,
    cluster,
    pod: {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: "controller",
        namespace: "kube-system",
        uid: "1",
        resourceVersion: "1",
        generation: 1,
        creationTimestamp: cloud.clock.timestamp(),
      },
      spec: { containers: [], restartPolicy: "Always", terminationGracePeriodSeconds: 30 },
      status: { phase: "Running" },
    },
    container: { name: "controller", image, imagePullPolicy: "IfNotPresent", args },
    env: {},
    readFile: () => undefined,
    credentials: () => cloud.administrator,
    instanceMetadata: () => "",
    log: (line) => {
      log.push(parse(line));
    },
    ...given,
  };
  try {
    const process = imagesOf(cloud).find(image).start(context);
    return { exitCode: undefined, log, process, context };
  } catch (error) {
    if (!(error instanceof ContainerExit)) throw error;
    return { exitCode: error.exitCode, log, process: undefined, context };
  }
}

/** A line of the log without its time and build; text that is not JSON as the recordings have it. */
function parse(line: string): Record<string, unknown> {
  if (!line.startsWith("{")) return { text: line };
  const { ts: _ts, GitVersion: _version, ...rest } = JSON.parse(line) as Record<string, unknown>;
  return rest;
}

describe("start-up, as recorded", () => {
  it.each(cases.filter((entry) => entry.exitCode !== undefined).map((entry) => [entry.case, entry] as const))(
    "ends: %s",
    (_name, recorded) => {
      // What the SDK says of instance metadata follows from how it is out of reach.
      const sdkError = recorded.log?.at(-1)?.["error"]?.replace(/^.*?(?=operation error)/, "");
      const outcome = run(recorded.arguments!, {
        instanceMetadata: () => {
          throw new Error(sdkError);
        },
      });
      expect(outcome.exitCode).toBe(recorded.exitCode);
      // The usage text is not printed here; of it, the recording has the end.
      const isUsage = (line: Readonly<Record<string, unknown>>) =>
        String(line["text"]).startsWith("      --");
      const version = recorded.exitCode === 2 ? [{ level: "info", msg: "version" }] : [];
      expect(outcome.log).toEqual([...version, ...recorded.log!.filter((line) => !isUsage(line))]);
    },
  );

  it("goes on without credentials, and tells when it needs them", () => {
    const recorded = cases.find((entry) => entry.case === "AssumeRoleWithWebIdentity refused")!;
    const { process, context } = run(ARGUMENTS, {
      env: { AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/myeks-lbc" },
      credentials: () => {
        throw new AwsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
      },
    });
    const { api } = context.cluster;
    api.create({
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "alb" },
      spec: { controller: "ingress.k8s.aws/alb" },
    });
    const backend = { service: { name: "app", port: { number: 80 } } };
    api.create({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "app", namespace: "default" },
      spec: { ingressClassName: "alb", defaultBackend: backend },
    });
    context.cloud.clock.advance(1000);
    const events = api
      .list("v1/Event")
      .filter((event) => event["involvedObject"].kind === "Ingress")
      .map((event) => ({
        type: event["type"],
        reason: event["reason"],
        object: `${event["involvedObject"].kind}/${event["involvedObject"].name}`,
        message: event["message"],
      }));
    expect(events).toEqual(recorded.events);

    const mutate = process!.webhooks!.get("/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding")!;
    const refused = mutate({
      operation: "CREATE",
      object: {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: { ...context.pod.metadata, name: "app" },
        spec: {
          targetGroupARN: "arn",
          targetType: "ip",
          ipAddressType: "ipv4",
          vpcID: "vpc-main",
          serviceRef: { name: "app", port: 80 },
        },
      },
    });
    const [words] = recorded.createTargetGroupBinding!;
    expect(refused).toEqual({ allowed: false, message: words!.replace(/^.*denied the request: /, "") });
  });
});

it("tells of refused credentials in the words of the Pod Identity agent where a pod has them from there", () => {
  const { process, context } = run(ARGUMENTS, {
    credentials: () => {
      throw new AwsError(
        "AccessDeniedException",
        "Unauthorized Exception! EKS does not have permissions",
        403,
      );
    },
  });
  const mutate = process!.webhooks!.get("/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding")!;
  const answer = mutate({
    operation: "CREATE",
    object: {
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata: { ...context.pod.metadata, name: "app" },
      spec: { targetGroupARN: "arn", serviceRef: { name: "app", port: 80 } },
    },
  });
  expect(answer).toEqual({
    allowed: false,
    message: expect.stringMatching(
      /^couldn't determine TargetType: operation error Elastic Load Balancing v2: DescribeTargetGroups, .*failed to load credentials, : \[[0-9a-f-]+\]: \(AccessDeniedException\): Unauthorized Exception! EKS does not have permissions, fault: client$/,
    ) as string,
  });
});

describe("start-up", () => {
  it.each(["v3.4.3", "v3.5.0"])("says which version it is: %s", (version) => {
    const lines: string[] = [];
    const image = IMAGE.replace("v3.5.0", version);
    const { exitCode } = run(ARGUMENTS, { log: (line) => lines.push(line) }, image);
    expect(exitCode).toBeUndefined();
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: "info", msg: "version", GitVersion: version });
  });

  it("is simulated for the releases of the chart alone", () => {
    expect(() => run(ARGUMENTS, {}, IMAGE.replace("v3.5.0", "v3.4.2"))).toThrow(
      "NotSimulated: AWS Load Balancer Controller v3.4.2 (v3.4.3 and v3.5.0 are simulated)",
    );
  });

  it("makes no AWS call when region and VPC are given", () => {
    const { exitCode, context } = run(ARGUMENTS);
    context.cloud.clock.advance(60_000);
    expect(exitCode).toBeUndefined();
    expect(context.cloud.journal.entries()).toEqual([]);
  });

  it("answers health probes", () => {
    const answer = (path: string) =>
      run(ARGUMENTS).process!.http!.get(61_779)!({ method: "GET", path, headers: {} }).status;
    expect([answer("/healthz"), answer("/readyz"), answer("/other")]).toEqual([200, 200, 404]);
  });

  it("takes the region from the environment and the VPC from instance metadata", () => {
    const asked: string[] = [];
    const outcome = run(["--cluster-name=myeks"], {
      env: { AWS_REGION: "ap-northeast-2" },
      instanceMetadata: (path) => {
        asked.push(path);
        return path === "mac" ? "0a:00" : "vpc-1";
      },
    });
    expect(outcome.exitCode).toBeUndefined();
    expect(asked).toEqual(["mac", "network/interfaces/macs/0a:00/vpc-id"]);
  });

  it("finds the VPC by its tags", () => {
    const args = ["--cluster-name=myeks", "--aws-region=ap-northeast-2", "--aws-vpc-tags=Name=none"];
    const { exitCode, log } = run(args);
    expect(exitCode).toBe(1);
    expect(log.at(-1)).toEqual({
      level: "error",
      logger: "setup",
      msg: "unable to initialize AWS cloud",
      error: "failed to get VPC ID: no VPC exists with tags map[Name:none]",
    });
  });

  it("finds the VPC by its tags only if there is one", () => {
    const cloud = new SimulatedCloud();
    const Tags = [{ Key: "Name", Value: "twin" }];
    for (const CidrBlock of ["10.0.0.0/16", "10.1.0.0/16"]) {
      cloud.call(cloud.administrator, "ec2", "CreateVpc", {
        CidrBlock,
        TagSpecifications: [{ ResourceType: "vpc", Tags }],
      });
    }
    const args = ["--cluster-name=myeks", "--aws-region=ap-northeast-2", "--aws-vpc-tags=Name=twin"];
    const { log } = run(args, { cloud, credentials: () => cloud.administrator });
    expect(log.at(-1)?.["error"]).toBe("failed to get VPC ID: multiple VPCs exist with tags map[Name:twin]");
  });

  describe("without instance metadata, but with its node's instance id", () => {
    const args = ["--cluster-name=myeks", "--aws-region=ap-northeast-2"];
    const withoutMetadata = {
      instanceMetadata: () => {
        throw new Error("timed out");
      },
    };

    it("takes the VPC of the instance", () => {
      const { cloud, network } = new World();
      const instance = network.nodeOf(PRIMARY).replace(/.*\//, "");
      const { exitCode } = run(args, { ...withoutMetadata, cloud, env: { NODENAME: instance } });
      expect(exitCode).toBeUndefined();
    });

    it("tells of both failures", () => {
      const { log } = run(args, { ...withoutMetadata, env: { NODENAME: "i-0123456789abcdef0" } });
      expect(log.at(-1)?.["error"]).toMatch(
        /^failed to get VPC ID: \[failed to fetch VPC ID from instance metadata: error in fetching vpc id through ec2 metadata: get mac metadata: timed out, failed to describe instance "i-0123456789abcdef0": operation error EC2: DescribeInstances, .*InvalidInstanceID\.NotFound: The instance ID 'i-0123456789abcdef0' does not exist\]$/,
      );
    });
  });

  it.each([
    ["-v=2", "unknown shorthand flag: 'v' in -v=2"],
    ["--no-such-flag=1", "unknown flag: --no-such-flag"],
    ["--cluster-name", "flag needs an argument: --cluster-name"],
    [
      "--enable-waf=maybe",
      'invalid argument "maybe" for "--enable-waf" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    ["--sync-period=10", 'invalid argument "10" for "--sync-period" flag: time: invalid duration "10"'],
    [
      "--default-tags=team",
      'invalid argument "team" for "--default-tags" flag: team must be formatted as key=value',
    ],
  ])("ends with exit code 2: %s", (argument, words) => {
    const { exitCode, log } = run([argument]);
    expect([exitCode, log.at(-1)]).toEqual([2, { text: words }]);
  });

  it.each([
    ["--default-load-balancer-scheme=public", "invalid value public for default scheme"],
    [
      "--default-tags=ingress.k8s.aws/stack=a",
      "tag key ingress.k8s.aws/stack cannot be specified in default-tags flag",
    ],
    [
      "--external-managed-tags=elbv2.k8s.aws/cluster",
      "tag key elbv2.k8s.aws/cluster cannot be specified in external-managed-tags flag",
    ],
    [
      "--default-tags=team=edge,cost=7 --external-managed-tags=cost",
      "tag key cost cannot be specified in both default-tags and external-managed-tags flag",
    ],
    [
      "--enable-backend-security-group=false --enable-manage-backend-security-group-rules=true",
      "backend security group must be enabled when manage backend security group rule is enabled",
    ],
    [
      "--required-secrets-label=a",
      'invalid value "a" for --required-secrets-label: must be in key=value format',
    ],
  ])("ends with exit code 1: %s", (given, words) => {
    const { exitCode, log } = run([...ARGUMENTS, ...given.split(" ")]);
    expect([exitCode, log.at(-1)?.["error"]]).toEqual([1, words]);
  });

  it.each([
    ["--watch-namespace=game", "NotSimulated: AWS Load Balancer Controller flag --watch-namespace (game)"],
    [
      "--feature-gates=EnableRGTAPI=true",
      "NotSimulated: feature gate EnableRGTAPI of AWS Load Balancer Controller",
    ],
  ])("refuses what is not modelled: %s", (argument, words) => {
    expect(() => run([...ARGUMENTS, argument])).toThrow(words);
  });

  it("ends when the cluster lacks its kinds", () => {
    const cloud = new SimulatedCloud();
    const cluster = new KubernetesCluster({ name: "bare", cloud, version: "1.35", controllers: [] });
    const { exitCode, log } = run(ARGUMENTS, { cloud, cluster });
    expect([exitCode, log.at(-1)]).toEqual([
      1,
      {
        level: "error",
        logger: "setup",
        msg: "unable to create controller",
        controller: "TargetGroupBinding",
        error: 'no matches for kind "TargetGroupBinding" in version "elbv2.k8s.aws/v1beta1"',
      },
    ]);
  });
});
