import type { ArgsCheck } from "../shared/args-check.ts";
import { checkKeys } from "../shared/check-keys.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { orList } from "../shared/nearest.ts";
import { placeOf } from "../shared/problem.ts";
import { shown } from "../shared/shown.ts";
import { checkContent, CONTENT_KEY } from "./check-content.ts";
import type { FilesArgs } from "./files.ts";
import type { ResolvedAppArgs } from "./resolve.ts";

const FOLDER: Form = [
  /^(\/[^/:]+)+$/,
  "a path such as /etc/shop, that begins with a slash and has no colon, and no slash at its end",
];

const PATH_BELOW: Form = [
  /^(?!\/)(?!(.*\/)?\.\.(\/|$))[^:]+$/,
  "a path below the folder, such as server/cert.pem, without .. and colon",
];

const MODE: Form = [/^0[0-7]{3}$/, "a 0 and three octal digits, such as 0644"];

const SOURCES = ["content", "configMap", "secret"] as const satisfies readonly (keyof FilesArgs)[];

/** Notes files and folders that a container cannot have. */
export function checkFolders(check: ArgsCheck<ResolvedAppArgs>): void {
  check.each("files").forEach(checkFiles);
  check.texts("writablePaths", FOLDER);
  checkMountedOnce(check);
}

/** No path may be mounted twice: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
function checkMountedOnce(check: ArgsCheck<ResolvedAppArgs>): void {
  const { files, writablePaths } = check.args;
  const mounts = [
    ...files.map(({ path }, index) => ({
      path,
      place: placeOf("files", index, "path"),
    })),
    ...writablePaths.map((path, index) => ({ path, place: placeOf("writablePaths", index) })),
  ];
  mounts.forEach(({ path, place }, index) => {
    const earlier = mounts.slice(0, index).find((one) => one.path === path);
    if (earlier !== undefined) {
      check.addAt(place, `is ${shown(path)}, as is ${earlier.place.path}; name it once`);
    }
  });
}

function checkFiles(check: ArgsCheck<FilesArgs>): void {
  check.text("path", FOLDER);
  checkSources(check);
  check.text("configMap", FORMS.objectName);
  check.text("secret", FORMS.objectName);
  checkTexts(check);
  checkItems(check);
  check.text("subPath", PATH_BELOW);
  check.text("mode", MODE);
}

function checkSources(check: ArgsCheck<FilesArgs>): void {
  const given = SOURCES.filter((source) => check.args[source] !== undefined);
  if (given.length === 1) return;
  const what = given.length === 0 ? "none of" : `${given.join(" and ")} of`;
  check.addAt(check.place, `has ${what} ${SOURCES.join(", ")}; give one of them`);
}

function checkTexts(check: ArgsCheck<FilesArgs>): void {
  const { content, subPath } = check.args;
  if (content === undefined) return;
  const names = Object.keys(content);
  const texts = check.at("content")!;
  if (names.length === 0) check.add("content", "is empty; give at least one file");
  checkKeys(texts, CONTENT_KEY);
  checkContent(texts, content);
  if (subPath !== undefined && names.length > 0 && !names.includes(subPath)) {
    check.add("subPath", `is ${shown(subPath)}, which content does not have; use ${orList(names)}`);
  }
}

function checkItems(check: ArgsCheck<FilesArgs>): void {
  const { content, items } = check.args;
  if (items === undefined) return;
  if (content !== undefined) {
    check.add("items", "is for configMap and secret; leave it out, as content has the names of its files");
  }
  checkKeys(check.at("items"), CONTENT_KEY);
  check.texts("items", PATH_BELOW);
}
