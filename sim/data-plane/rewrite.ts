/**
 * What a rule's transforms make of a request before it goes to a target.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
import { rewritesOf } from "../aws/elbv2/rule/transform.ts";
import type { RewriteConfig, RuleTransform } from "../aws/elbv2/shapes.ts";
import { NotSimulated } from "../core/errors.ts";

/** Of a request, or what it becomes. */
export interface RequestLine {
  /** As in the header `Host`. */
  readonly host: string;
  /** The request target: `/path?query`. */
  readonly target: string;
}

/** @throws NotSimulated where it is not known what the load balancer makes of the request. */
export type Rewrite = (request: RequestLine) => RequestLine;

/** Undefined for a rule without transforms. */
export function compileRewrite(transforms: readonly RuleTransform[] = []): Rewrite | undefined {
  if (transforms.length === 0) return undefined;
  const host = partOf(transforms, "host-header-rewrite", hostReadings);
  const target = partOf(transforms, "url-rewrite", targetReadings);
  return (request) => ({ host: host(request.host), target: target(request.target) });
}

type Readings = (text: string, replace: (text: string) => string) => readonly string[];

function partOf(
  transforms: readonly RuleTransform[],
  type: string,
  readings: Readings,
): (text: string) => string {
  const rewrites = transforms.filter(({ Type }) => Type === type).flatMap(rewritesOf);
  return (text) => rewrites.reduce((present, rewrite) => rewritten(present, rewrite, readings), text);
}

/** Where the documentation can be read in several ways, they have to come to the same. */
function rewritten(text: string, { Regex = "", Replace = "" }: RewriteConfig, readings: Readings): string {
  if (!isSimulated(Regex, Replace)) throw new NotSimulated("replacement of a transform", Replace);
  const [result = text, ...others] = ["", "g"].flatMap((flags) =>
    readings(text, (part) => part.replace(new RegExp(Regex, flags), Replace)),
  );
  if (others.every((other) => other === result)) return result;
  throw new NotSimulated(`transform of ${text}`, `${Regex} to ${Replace}`);
}

/** Captured groups of the expression by their numbers are documented, nothing else. */
function isSimulated(regex: string, replace: string): boolean {
  const groups = new RegExp(`${regex}|`).exec("")!.length - 1;
  return [...replace.matchAll(/\$(\d*)/g)].every(
    ([, number = ""]) => number !== "" && Number(number) >= 1 && Number(number) <= groups,
  );
}

/** Without the port, which on loopback is another one than the listener's. */
const hostReadings: Readings = (host, replace) => {
  const name = host.replace(/:\d+$/, "");
  const replaced = replace(name);
  return [replaced === name ? host : replaced];
};

/** The expression may be for the path alone, or for path and query. */
const targetReadings: Readings = (target, replace) => {
  const mark = target.indexOf("?");
  if (mark < 0) return [replace(target)];
  return [replace(target), `${replace(target.slice(0, mark))}${target.slice(mark)}`];
};
