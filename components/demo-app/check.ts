import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { checkServing, PODS } from "../shared/pods/check-serving.ts";
import { checkPodResources } from "../shared/pods/pod-resources.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DemoAppArgs } from "./args.ts";
import { DEMO_APPS, type ColourPage, type DemoAppContent } from "./content.ts";
import type { ResolvedDemoAppArgs } from "./resolve.ts";

/** Colour and cluster go into HTML and into nginx's configuration as they are. */
const COLOUR_PAGE = {
  heading: [/^.{1,80}$/, "1 to 80 characters on one line"],
  colour: [/^([a-z]+|#[0-9a-f]{6})$/i, "a CSS colour keyword or #rrggbb"],
  cluster: [/^[A-Za-z0-9._-]{1,100}$/, "1 to 100 letters, digits, dots, hyphens and underscores"],
} as const satisfies Readonly<Record<Exclude<keyof ColourPage, "type">, Form>>;

/** What is wrong with args that have their defaults. */
export function demoAppProblems(args: ResolvedDemoAppArgs): readonly ProblemOf<DemoAppArgs>[] {
  const check = new ArgsCheck(args);
  checkServing(check, args.replicas);
  check.integer("replicas", PODS);
  check.text("image", FORMS.image);
  checkPodResources(check.at("resources")!);
  checkContent(check.at("content")!);
  return problemsIn(check);
}

function checkContent(check: ArgsCheck<DemoAppContent>): void {
  check.oneOf("type", Object.keys(DEMO_APPS));
  if (check.args.type !== "colour-page") return;
  check.text("heading", COLOUR_PAGE.heading);
  check.text("colour", COLOUR_PAGE.colour);
  check.text("cluster", COLOUR_PAGE.cluster);
}
