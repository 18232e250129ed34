import { LocalSession, type SessionOptions } from "../session.ts";
import { refuseUnfit, type Cast } from "./cast.ts";
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

  /** A cloud in which nothing runs yet. @throws UserError when the stacks cannot play the parts of `cast`. */
  async stage(cast: Cast): Promise<Stage> {
    const session = await LocalSession.open(this.#options);
    refuseUnfit(session, cast);
    return new Stage(session, this.#progress);
  }

  /** A cloud in which all stacks run as they should. @throws UserError as {@link stage}. */
  async runningStage(cast: Cast): Promise<Stage> {
    const stage = await this.stage(cast);
    await stage.up(stage.primary);
    await stage.upMembers();
    return stage;
  }
}
