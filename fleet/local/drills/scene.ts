import { UserError } from "../../project/errors.ts";
import { LocalSession, type SessionOptions } from "../session.ts";
import { Stage, type StageProgress } from "./stage.ts";

const SILENT: StageProgress = { step: () => {}, updated: () => {} };

/** Where drills are played: the project's own stacks, each time in a new cloud. */
export class Scene {
  readonly #options: SessionOptions;
  readonly #progress: StageProgress;

  constructor(options: SessionOptions, progress: StageProgress = SILENT) {
    this.#options = options;
    this.#progress = progress;
  }

  /** A cloud in which nothing runs yet. @throws UserError when there are not two stacks for the parts to play. */
  async stage(): Promise<Stage> {
    const session = await LocalSession.open(this.#options);
    const roles = session.stacks.map(({ role }) => role);
    if (roles[0] !== "primary" || roles[1] !== "member") {
      throw new UserError(
        `a drill needs a stack with role primary and a member of it, but here are ${session.stacks
          .map(({ stack, role }) => `${stack} (${role})`)
          .join(", ")}; choose others with --stacks or --config-dir`,
      );
    }
    return new Stage(session, this.#progress);
  }

  /** A cloud in which all stacks run as they should. */
  async runningStage(): Promise<Stage> {
    const stage = await this.stage();
    for (const { stack } of stage.session.stacks) await stage.up(stack);
    return stage;
  }
}
