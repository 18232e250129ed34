import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Tag } from "../tags.ts";
import { onExisting, onNew } from "./authorization.ts";
import { invalidValue } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { checkLaunchTemplateData } from "./launch-template-data.ts";
import type { LaunchTemplate, LaunchTemplateData, LaunchTemplateVersion } from "./records.ts";
import { ec2State } from "./state.ts";
import { newTags, type TagSpecification } from "./tags.ts";

/** Names a version of a template: by number, `$Latest` or `$Default` (the default). */
export interface LaunchTemplateSpecification {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
  readonly Version?: string | undefined;
}

/** A name and the data of the first version. */
export interface CreateLaunchTemplateRequest {
  readonly LaunchTemplateName: string;
  readonly VersionDescription?: string | undefined;
  readonly LaunchTemplateData: LaunchTemplateData;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
const NAME = /^[a-zA-Z0-9().\-/_]{3,128}$/;

/** Makes a template with its first version. */
export function addLaunchTemplate(
  cloud: Cloud,
  request: CreateLaunchTemplateRequest,
  tags: Tag[] = [],
  id = cloud.ids.ec2("lt"),
): LaunchTemplate {
  const { LaunchTemplateName } = request;
  if (!NAME.test(LaunchTemplateName)) {
    throw new AwsError(
      "InvalidLaunchTemplateName.MalformedException",
      "Launch template names must be between 3 and 128 characters and may contain letters, numbers and the characters ( ) . / _ -",
    );
  }
  if (byName(cloud, LaunchTemplateName) !== undefined) {
    throw new AwsError(
      "InvalidLaunchTemplateName.AlreadyExistsException",
      "Launch template name already in use.",
    );
  }
  return ec2State(cloud).launchTemplates.set(id, {
    LaunchTemplateId: id,
    LaunchTemplateName,
    CreateTime: cloud.clock.timestamp(),
    CreatedBy: cloud.administrator.arn,
    DefaultVersionNumber: 1,
    LatestVersionNumber: 1,
    Versions: [version(cloud, 1, request)],
    Tags: tags,
  });
}

/**
 * What a specification names.
 *
 * @throws AwsError when there is no such template or version.
 */
export function launchTemplateData(
  cloud: Cloud,
  specification: LaunchTemplateSpecification,
): LaunchTemplateData {
  const template = templateOf(cloud, specification);
  return versionOf(template, specification.Version ?? "$Default").LaunchTemplateData;
}

/** A template as DescribeLaunchTemplates shows it. */
export type LaunchTemplateDescription = Omit<LaunchTemplate, "Versions">;

/** A version as DescribeLaunchTemplateVersions shows it. */
export interface LaunchTemplateVersionDescription extends LaunchTemplateVersion {
  readonly LaunchTemplateId: string;
  readonly LaunchTemplateName: string;
  readonly DefaultVersion: boolean;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html and its siblings. */
export const launchTemplateOperations = {
  CreateLaunchTemplate: operation({
    authorize: (cloud, request: CreateLaunchTemplateRequest) =>
      onNew(cloud, "CreateLaunchTemplate", "launch-template", request.TagSpecifications),
    run: (cloud, request, caller): { LaunchTemplate: LaunchTemplateDescription } => {
      const tags = newTags(request.TagSpecifications, "launch-template", caller);
      return { LaunchTemplate: describe(addLaunchTemplate(cloud, request, tags)) };
    },
  }),

  CreateLaunchTemplateVersion: operation({
    authorize: (cloud, request: CreateLaunchTemplateVersionRequest) => [
      onExisting(cloud, "CreateLaunchTemplateVersion", request.LaunchTemplateId),
    ],
    run: (cloud, request): { LaunchTemplateVersion: LaunchTemplateVersionDescription } => {
      const template = ec2State(cloud).launchTemplates.get(request.LaunchTemplateId);
      const added = version(cloud, template.LatestVersionNumber + 1, request);
      template.LatestVersionNumber = added.VersionNumber;
      template.Versions = [...template.Versions, added];
      return { LaunchTemplateVersion: describeVersion(template, added) };
    },
  }),

  ModifyLaunchTemplate: operation({
    authorize: (cloud, request: { readonly LaunchTemplateId: string; readonly DefaultVersion: string }) => [
      onExisting(cloud, "ModifyLaunchTemplate", request.LaunchTemplateId),
    ],
    run: (cloud, request): { LaunchTemplate: LaunchTemplateDescription } => {
      const template = ec2State(cloud).launchTemplates.get(request.LaunchTemplateId);
      template.DefaultVersionNumber = versionOf(template, request.DefaultVersion).VersionNumber;
      return { LaunchTemplate: describe(template) };
    },
  }),

  DescribeLaunchTemplates: operation({
    run: (
      cloud,
      request: {
        readonly LaunchTemplateIds?: readonly string[];
        readonly LaunchTemplateNames?: readonly string[];
        readonly Filters?: readonly Filter[];
      },
    ): { LaunchTemplates: LaunchTemplateDescription[] } => {
      const named = [
        ...(request.LaunchTemplateIds ?? []).map((id) => ec2State(cloud).launchTemplates.get(id)),
        ...(request.LaunchTemplateNames ?? []).map((LaunchTemplateName) =>
          templateOf(cloud, { LaunchTemplateName }),
        ),
      ];
      const found = named.length > 0 ? named : ec2State(cloud).launchTemplates.values();
      return {
        LaunchTemplates: filtered("DescribeLaunchTemplates", found, request.Filters, {
          "launch-template-name": (template) => [template.LaunchTemplateName],
          "create-time": (template) => [template.CreateTime],
        }).map(describe),
      };
    },
  }),

  DescribeLaunchTemplateVersions: operation({
    run: (
      cloud,
      request: LaunchTemplateSpecification & { readonly Versions?: readonly string[] },
    ): { LaunchTemplateVersions: LaunchTemplateVersionDescription[] } => {
      const template = templateOf(cloud, request);
      const versions = request.Versions?.map((name) => versionOf(template, name)) ?? template.Versions;
      return { LaunchTemplateVersions: versions.map((one) => describeVersion(template, one)) };
    },
  }),

  DeleteLaunchTemplate: operation({
    authorize: (cloud, request: { readonly LaunchTemplateId: string }) => [
      onExisting(cloud, "DeleteLaunchTemplate", request.LaunchTemplateId),
    ],
    run: (cloud, { LaunchTemplateId }): { LaunchTemplate: LaunchTemplateDescription } => {
      const template = ec2State(cloud).launchTemplates.get(LaunchTemplateId);
      ec2State(cloud).launchTemplates.delete(LaunchTemplateId);
      return { LaunchTemplate: describe(template) };
    },
  }),
};

interface CreateLaunchTemplateVersionRequest {
  readonly LaunchTemplateId: string;
  readonly VersionDescription?: string | undefined;
  readonly LaunchTemplateData: LaunchTemplateData;
}

function version(
  cloud: Cloud,
  number: number,
  request: Pick<CreateLaunchTemplateVersionRequest, "VersionDescription" | "LaunchTemplateData">,
): LaunchTemplateVersion {
  checkLaunchTemplateData(request.LaunchTemplateData);
  return {
    VersionNumber: number,
    ...(request.VersionDescription === undefined ? {} : { VersionDescription: request.VersionDescription }),
    CreateTime: cloud.clock.timestamp(),
    LaunchTemplateData: structuredClone(request.LaunchTemplateData),
  };
}

function templateOf(cloud: Cloud, specification: LaunchTemplateSpecification): LaunchTemplate {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = specification;
  if (id !== undefined) return ec2State(cloud).launchTemplates.get(id);
  if (name === undefined)
    throw invalidValue("Either a launch template ID or a launch template name must be specified.");
  const found = byName(cloud, name);
  if (found === undefined) {
    throw new AwsError(
      "InvalidLaunchTemplateName.NotFoundException",
      `The specified launch template, with template name ${name}, does not exist.`,
    );
  }
  return found;
}

function byName(cloud: Cloud, name: string): LaunchTemplate | undefined {
  return ec2State(cloud).launchTemplates.where(({ LaunchTemplateName }) => LaunchTemplateName === name)[0];
}

function versionOf(template: LaunchTemplate, name: string): LaunchTemplateVersion {
  const number =
    name === "$Latest"
      ? template.LatestVersionNumber
      : name === "$Default"
        ? template.DefaultVersionNumber
        : Number(name);
  const found = template.Versions.find(({ VersionNumber }) => VersionNumber === number);
  if (found === undefined) {
    throw new AwsError(
      "InvalidLaunchTemplateId.VersionNotFound",
      `Could not find the specified version ${name} for the launch template with ID ${template.LaunchTemplateId}.`,
    );
  }
  return found;
}

function describe({ Versions: _versions, ...description }: LaunchTemplate): LaunchTemplateDescription {
  return structuredClone(description);
}

function describeVersion(
  template: LaunchTemplate,
  { VersionNumber, ...rest }: LaunchTemplateVersion,
): LaunchTemplateVersionDescription {
  return structuredClone({
    LaunchTemplateId: template.LaunchTemplateId,
    LaunchTemplateName: template.LaunchTemplateName,
    VersionNumber,
    DefaultVersion: VersionNumber === template.DefaultVersionNumber,
    ...rest,
  });
}
