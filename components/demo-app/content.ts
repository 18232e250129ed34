import type * as pulumi from "@pulumi/pulumi";

/** The 2048 game, to see in a browser that something is there. */
export interface Game2048 {
  readonly type: "game-2048";
}

/** A page in one colour that names its cluster, to see who answered. */
export interface ColourPage {
  readonly type: "colour-page";
  /**
   * Headline of the page.
   * @example "Cluster 1"
   */
  readonly heading: pulumi.Input<string>;
  /**
   * Background as a CSS colour keyword or `#rrggbb`.
   * @example "lightblue"
   */
  readonly colour: string;
  /**
   * What the response header `X-Cluster` says: letters, digits, dots, hyphens and underscores.
   * @example "cluster-1"
   */
  readonly cluster: string;
}

export type DemoAppContent = Game2048 | ColourPage;

/** What a load balancer needs to know of each app. */
export const DEMO_APPS = {
  "game-2048": {
    image: "public.ecr.aws/l6m2t8p7/docker-2048:latest",
    containerPort: 80,
    healthCheckPath: "/",
  },
  "colour-page": {
    image: "public.ecr.aws/nginx/nginx-unprivileged:1.31-alpine",
    containerPort: 8080,
    healthCheckPath: "/healthz",
  },
} as const satisfies Readonly<
  Record<
    DemoAppContent["type"],
    { readonly image: string; readonly containerPort: number; readonly healthCheckPath: string }
  >
>;
