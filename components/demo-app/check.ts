import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { checkDisruptionBudget } from "../shared/disruption-budget.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { selectorReason } from "../shared/service-selector.ts";
import { checkToleration } from "../shared/tolerations.ts";
import type { DemoAppArgs } from "./args.ts";
import { DEMO_APPS, type ColourPage, type DemoAppContent } from "./content.ts";
import { checkPodResources } from "./pod-resources.ts";
import type { ResolvedDemoAppArgs } from "./resolve.ts";

/** Registry, path, tag and digest are left to the registry: https://github.com/distribution/reference */
const IMAGE: Form = [/^[a-z0-9][\w.:/@-]*$/, "the name of an image such as registry.example.com/nginx:1.31"];

/** Colour and cluster go into HTML and into nginx's configuration as they are. */
const COLOUR_PAGE = {
  heading: [/^.{1,80}$/, "1 to 80 characters on one line"],
  colour: [/^([a-z]+|#[0-9a-f]{6})$/i, "a CSS colour keyword or #rrggbb"],
  cluster: [/^[A-Za-z0-9._-]{1,100}$/, "1 to 100 letters, digits, dots, hyphens and underscores"],
} as const satisfies Readonly<Record<Exclude<keyof ColourPage, "type">, Form>>;

/** What is wrong with args that have their defaults. */
export function demoAppProblems(args: ResolvedDemoAppArgs): readonly ProblemOf<DemoAppArgs>[] {
  const check = new ArgsCheck(args);
  check.text("deploymentName", FORMS.dnsLabel);
  check.text("namespace", FORMS.dnsLabel);
  if (Object.keys(args.labels).length === 0) check.add("labels", "is empty; give at least one label");
  check.add("serviceSelector", selectorReason(args.serviceSelector, args.labels));
  check.integer("replicas", { min: 0, max: 1_000 });
  check.text("image", IMAGE);
  checkPodResources(check.at("resources")!);
  check.each("tolerations").forEach(checkToleration);
  check.integer("preStopSeconds", { min: 0, max: 300 });
  check.integer("drainSeconds", { min: 0, max: 3_600 });
  checkDisruptionBudget(check.at("podDisruptionBudget"), args.replicas);
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
