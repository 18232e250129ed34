/** The fleets on which changes are tried, as stacks with their configuration. */
import { readStackFiles, type StackFile } from "../../../fleet/project/project.ts";
import type { FleetName, Settings } from "../../../scripts/changes/change.ts";
import { APPS, WEIGHTS } from "../../../scripts/changes/fleets.ts";
import { PROJECT } from "../../support/changes.ts";
import { PROJECT_DIRECTORY } from "../../support/stack-files.ts";
import { withSettings } from "./settings.ts";

/** One fleet: the stack that owns the load balancer, and two members. */
export interface Fleet {
  readonly files: readonly StackFile[];
  readonly owner: string;
  /** Hosts that clients ask for; undefined stands for the load balancer's own name. */
  readonly hosts: readonly (string | undefined)[];
}

const [primaryFile, memberFile] = readStackFiles(PROJECT_DIRECTORY, PROJECT, ["cluster1", "cluster2"]);

export const MEMBERS = ["cluster2", "cluster3"] as const;

const OWNERS: Readonly<Record<FleetName, { readonly stack: string; readonly settings: Settings }>> = {
  repository: { stack: "cluster1", settings: {} },
  applications: { stack: "cluster1", settings: {} },
  edge: {
    stack: "edge",
    settings: {
      role: "edge",
      edgeName: "edge",
      clusterName: undefined,
      "ingress.traffic": "weighted",
      weights: WEIGHTS,
    },
  },
};

export function fleetOf(name: FleetName): Fleet {
  const { stack: owner, settings } = OWNERS[name];
  const apps: Settings = name === "repository" ? {} : { app: undefined, apps: APPS };
  const fileOf = (stack: string, file: StackFile, own: Settings): StackFile => ({
    ...file,
    stack,
    config: withSettings(PROJECT.name, file.config, { ...apps, ...own }),
  });
  return {
    owner,
    hosts: name === "repository" ? [undefined] : [undefined, "shop.example.com"],
    files: [
      fileOf(owner, primaryFile!, settings),
      ...MEMBERS.map((stack) =>
        fileOf(stack, memberFile!, { clusterName: `myeks-${stack}`, sharedStack: owner }),
      ),
    ],
  };
}
