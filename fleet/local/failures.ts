import * as pulumi from "@pulumi/pulumi";
import type { ResourceFailure } from "../../sim/hosts/in-process/events.ts";
import type { UpResult } from "../../sim/hosts/in-process/host.ts";

/**
 * Why a stack's update failed, in the words of whoever refused, one paragraph per failure, causes first.
 *
 * @param seen what shows elsewhere in the cloud, and may be the cause of what waits in vain; one line each.
 */
export function describeFailure(stack: string, result: UpResult, seen: readonly string[] = []): string {
  const paragraphs = [
    ...(result.programError === undefined ? [] : [describeError(result.programError)]),
    ...seen,
    ...causesFirst(result.failures).map(describeResourceFailure),
  ];
  return `stack ${stack} failed:\n${[...new Set(paragraphs)].map(indent).join("\n")}`;
}

/** Failures that say why before those that only tell that something did not happen. */
export function causesFirst(failures: readonly ResourceFailure[]): ResourceFailure[] {
  const rank = ({ message }: ResourceFailure): number => Math.min(...message.split("\n").map(rankOf));
  return failures.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * The lines of a failure's message. Those that tell the cause come first: what waited in vain says at length what it
 * waited for, and the reason stands somewhere below. Lines that differ in generated names only are counted.
 */
export function explain(message: string): string[] {
  const alike = Map.groupBy(message.split("\n"), withoutGeneratedNames);
  return [...alike.values()]
    .map(([first = "", ...others]) => ({
      rank: rankOf(first),
      line: others.length === 0 ? first : `${first} (and ${others.length} more like it)`,
    }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ line }) => line);
}

/** Patterns of lines from the most to the least telling. */
const RANKS: readonly RegExp[] = [
  // What a container wrote before it ended.
  /"level":"error"/,
  // A controller's, the scheduler's or the kubelet's event of type Warning.
  /^Failed\w*: /,
  // Everything else.
  /^(?!.*"level":"info")/,
];

function rankOf(line: string): number {
  const rank = RANKS.findIndex((pattern) => pattern.test(line));
  return rank < 0 ? RANKS.length : rank;
}

/** Ids of sandboxes and pods, the last part of a pod's name, and times. */
function withoutGeneratedNames(line: string): string {
  return line
    .replaceAll(/\b[0-9a-f]{64}\b/g, "ID")
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UID")
    .replaceAll(/(-[0-9a-z]{8,10})-[0-9a-z]{5}(?![0-9a-z])/g, "$1-POD")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "TIME");
}

function describeResourceFailure({ type, name, message }: ResourceFailure): string {
  const text = explain(message).join("\n");
  // A function has no name of its own.
  return type === name ? text : `${type} (${name}):\n${indent(text)}`;
}

/** Errors that speak to the user have a message that is enough; anything else is a defect and needs its stack. */
function describeError(error: Error): string {
  const speaksToUser: boolean = pulumi.RunError.isInstance(error);
  return speaksToUser ? error.message : (error.stack ?? error.message);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
