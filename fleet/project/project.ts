import { basename, join } from "node:path";
import { decryptionBy, type Decrypt } from "./encryption.ts";
import { UserError } from "./errors.ts";
import { filesTakenForStacks, stackNames } from "./stack-file-names.ts";
import { type ConfigMapping, type ConfigValue, isMapping, mappingAt, readYamlFile } from "./yaml-file.ts";

export type { ConfigValue } from "./yaml-file.ts";

/** `Pulumi.yaml` as far as running a stack needs it. */
export interface Project {
  readonly name: string;
  /** Defaults of config keys, with namespace (`multicluster-ingress:vpcCidr`). */
  readonly defaults: Readonly<Record<string, ConfigValue>>;
}

/** One `Pulumi.<stack>.yaml`. */
export interface StackFile {
  readonly stack: string;
  readonly path: string;
  /** What the file itself sets, with namespace; decrypted. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Keys in which something was encrypted, with namespace. */
  readonly secretKeys: readonly string[];
}

/** The stack files of a folder, as far as they can be read. */
export interface StackFiles {
  /** Names of all stacks that were asked for. */
  readonly names: readonly string[];
  readonly files: readonly StackFile[];
  /** Why others cannot be read, in words. */
  readonly problems: readonly string[];
  /** Files that look like those of stacks, and that Pulumi does not read. */
  readonly warnings: readonly string[];
}

/** Reads `Pulumi.yaml` of a project folder. @throws UserError */
export function readProject(directory: string): Project {
  const path = join(directory, "Pulumi.yaml");
  const content = readYamlFile(path, "the project's name");
  const name = content["name"];
  if (typeof name !== "string" || name === "") {
    throw new UserError(`${basename(path)}: name is missing; give the project's name`);
  }
  const config = mappingAt(path, content, "config");
  const problems = declarationProblems(config);
  if (problems.length > 0) throw UserError.forProblems(basename(path), problems);
  return { name, defaults: defaultsOf(name, config) };
}

/** What a key's declaration may have: https://www.pulumi.com/docs/iac/concepts/projects/project-file/#config-options */
const DECLARATION = ["type", "items", "description", "secret", "default", "value"];

/** A structure needs `value` around it; Pulumi refuses others, and here nothing of them would reach the program. */
function declarationProblems(config: ConfigMapping): string[] {
  return Object.entries(config).flatMap(([key, declaration]) => {
    const others = isMapping(declaration)
      ? Object.keys(declaration).filter((field) => !DECLARATION.includes(field))
      : [];
    return others.length === 0
      ? []
      : [
          `config.${key} has ${others.join(", ")}, which Pulumi refuses here; write what the key holds under config.${key}.value`,
        ];
  });
}

/**
 * Reads the stack files of a folder, or of the stacks named.
 *
 * @throws UserError when the folder cannot be read, has no stack file, or none of a name asked for.
 */
export function findStackFiles(directory: string, project: Project, stacks?: readonly string[]): StackFiles {
  const known = stackNames(directory);
  const warnings = filesTakenForStacks(directory);
  if (known.length === 0) {
    throw new UserError(
      [`no Pulumi.<stack>.yaml in ${directory}; add one for each cluster`, ...warnings].join("\n"),
    );
  }
  const unknown = (stacks ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      unknown
        .map((name) => `there is no stack "${name}": no Pulumi.${name}.yaml in ${directory}`)
        .join("\n") + [`\nknown stacks are ${known.join(", ")}`, ...warnings].join("\n"),
    );
  }
  const names = stacks ?? known;
  const problems: string[] = [];
  const files = names.flatMap((stack) => {
    try {
      return [readStackFile(directory, project, stack)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  return { names, files, problems, warnings };
}

/** Like {@link findStackFiles}. @throws UserError with every problem of every file. */
export function readStackFiles(
  directory: string,
  project: Project,
  stacks?: readonly string[],
): readonly StackFile[] {
  const { files, problems } = findStackFiles(directory, project, stacks);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return files;
}

/**
 * The configuration that the engine would hand to the program: full key to string, structures as JSON. A key without a value
 * is an empty text, and not the default; the engine warns of it, and the program's own checks refuse it.
 */
export function programConfig(project: Project, file: StackFile): Record<string, string> {
  const merged = { ...project.defaults, ...file.config };
  return Object.fromEntries(Object.entries(merged).map(([key, value]) => [key, configText(value)]));
}

function configText(value: ConfigValue): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function readStackFile(directory: string, project: Project, stack: string): StackFile {
  const path = join(directory, `Pulumi.${stack}.yaml`);
  const content = readYamlFile(path, `"config:" with the stack's role`);
  const config = mappingAt(path, content, "config");
  if (content["environment"] !== undefined) {
    throw new UserError(
      `${basename(path)}: environment names environments of Pulumi ESC, which only its service can open; give their ` +
        "values under config for local runs",
    );
  }
  const encrypted = Object.keys(config).filter((key) => isSecure(config[key]!));
  const decrypt = decryption(path, content["encryptionsalt"], encrypted);
  return {
    stack,
    path,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        qualified(project.name, key),
        plainValue(value, decrypt),
      ]),
    ),
    secretKeys: encrypted.map((key) => qualified(project.name, key)),
  };
}

/** @throws UserError that names every encrypted key, where they cannot be decrypted. */
function decryption(path: string, salt: ConfigValue | undefined, encrypted: readonly string[]): Decrypt {
  if (encrypted.length === 0) return (text) => text;
  try {
    return decryptionBy(salt);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw UserError.forProblems(
      basename(path),
      encrypted.map((key) => `${key} is encrypted; ${error.message}`),
    );
  }
}

/** https://www.pulumi.com/docs/iac/concepts/projects/project-file/#config-options */
function defaultsOf(project: string, config: ConfigMapping): ConfigMapping {
  const defaults: ConfigMapping = {};
  for (const [key, declaration] of Object.entries(config)) {
    const given = isMapping(declaration) ? (declaration["value"] ?? declaration["default"]) : declaration;
    if (given !== undefined) defaults[qualified(project, key)] = given;
  }
  return defaults;
}

/** A key without a namespace is the project's own; `aws:config:region` is how `aws:region` once was written. */
function qualified(project: string, key: string): string {
  return key.includes(":") ? key.replace(/^([^:]+):config:/, "$1:") : `${project}:${key}`;
}

function isSecure(value: ConfigValue): boolean {
  if (Array.isArray(value)) return value.some(isSecure);
  if (!isMapping(value)) return false;
  return ciphertextOf(value) !== undefined || Object.values(value).some(isSecure);
}

/** Pulumi takes a mapping for an encrypted value if `secure` is all that is in it. */
function ciphertextOf(value: ConfigMapping): string | undefined {
  const { secure, ...others } = value;
  return typeof secure === "string" && Object.keys(others).length === 0 ? secure : undefined;
}

function plainValue(value: ConfigValue, decrypt: Decrypt): ConfigValue {
  if (Array.isArray(value)) return value.map((item: ConfigValue) => plainValue(item, decrypt));
  if (!isMapping(value)) return value;
  const ciphertext = ciphertextOf(value);
  if (ciphertext !== undefined) return decrypt(ciphertext);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item, decrypt)]));
}
