import { expect, it } from "vitest";
import type { ContainerState, Pod } from "../../../../../sim/kubernetes/objects.ts";
import { isPodReady, podProblems } from "../../../../../sim/kubernetes/pulumi/await/pod-problems.ts";

const SCHEDULED = { type: "PodScheduled", status: "True" } as const;
const INITIALIZED = { type: "Initialized", status: "True" } as const;
const NOT_READY = {
  type: "Ready",
  status: "False",
  reason: "ContainersNotReady",
  message: "not ready: ",
} as const;

function pod(
  conditions: Pod["status"]["conditions"],
  state: ContainerState = {},
  lastState: ContainerState = {},
) {
  const container = { name: "app", image: "i", imageID: "", ready: false, started: false, restartCount: 0 };
  const now = "2026-01-01T00:00:00Z";
  const metadata = { name: "p", namespace: "game", uid: "u", resourceVersion: "1", generation: 1 };
  const object: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, creationTimestamp: now },
    spec: { containers: [], restartPolicy: "Always", terminationGracePeriodSeconds: 30 },
    status: {
      phase: "Pending",
      ...(conditions && { conditions }),
      containerStatuses: [{ ...container, state, lastState }],
    },
  };
  return object;
}

const ended = { startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:01Z" };

it.each<[string, Pod, string[]]>([
  ["is not scheduled", pod([{ ...SCHEDULED, status: "False", message: "no nodes" }]), []],
  [
    "is being created",
    pod([SCHEDULED, INITIALIZED, { ...NOT_READY, message: "" }], {
      waiting: { reason: "ContainerCreating" },
    }),
    [],
  ],
  [
    "is not initialized",
    pod([SCHEDULED, { ...INITIALIZED, status: "False", reason: "r", message: "init failed" }]),
    ["[Pod game/p]: init failed"],
  ],
  [
    "cannot pull its image",
    pod([SCHEDULED, INITIALIZED, NOT_READY], {
      waiting: {
        reason: "ErrImagePull",
        message:
          "rpc error: code = Unknown desc = Error response from daemon: manifest for x not found: manifest unknown",
      },
    }),
    ["[Pod game/p]: not ready: [ErrImagePull] manifest for x not found"],
  ],
  [
    "has ended without a word",
    pod([SCHEDULED, INITIALIZED, NOT_READY], { terminated: { ...ended, exitCode: 1, reason: "Error" } }),
    ['[Pod game/p]: not ready: container "app" completed with exit code 1'],
  ],
  [
    "has ended with last words, before and now",
    pod(
      [SCHEDULED, INITIALIZED, NOT_READY],
      { terminated: { ...ended, exitCode: 1, reason: "Error", message: "no region" } },
      { terminated: { ...ended, exitCode: 2, reason: "Error", message: "no VPC" } },
    ),
    [
      '[Pod game/p]: not ready: [Error] no region\ncontainer "app" terminated at 2026-01-01T00:00:01Z (Error: exit code 2)\nno VPC',
    ],
  ],
])("of a pod that %s", (_name, object, expected) => {
  expect(podProblems(object)).toEqual(expected);
  expect(isPodReady(object)).toBe(false);
});

it("are not told of a pod that is ready", () => {
  const object = pod([SCHEDULED, INITIALIZED, { type: "Ready", status: "True" }]);
  expect(podProblems(object)).toEqual([]);
  expect(isPodReady(object)).toBe(true);
});
