/** A text in a file of the program, of which tests want something else than any configuration gives. */
export interface EditedPlace {
  readonly path: string;
  readonly text: string;
}

/** Places that engine tests edit in their copies of the program. That each is there is tested without an engine, too. */
export const EDITED_PLACES = {
  targetGroupOfBindings: {
    path: "components/multi-cluster-ingress/bindings.ts",
    text: "    targetGroupArn,",
  },
  targetTypeOfIngress: {
    path: "components/multi-cluster-ingress/ingress-annotations.ts",
    text: '"target-type": "ip"',
  },
  targetTypeOfApps: {
    path: "components/multi-cluster-ingress/app-args.ts",
    text: '  targetType: "ip",',
  },
  descriptionOfPolicy: {
    path: "components/lbc-addon/policy.ts",
    text: "What AWS Load Balancer Controller may do",
  },
} as const satisfies Record<string, EditedPlace>;
