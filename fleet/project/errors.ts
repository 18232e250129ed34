/**
 * Something the user can put right: bad flags, unreadable or wrong configuration, a port that is taken. It is printed
 * as it stands, without a stack trace, and the exit code is not zero.
 */
export class UserError extends Error {
  /** Each on its own, for those who read them by program. */
  readonly problems: readonly string[];

  constructor(message: string, problems: readonly string[] = [message]) {
    super(message);
    this.name = "UserError";
    this.problems = problems;
  }

  /** One error for several problems, each on its own line. */
  static forProblems(subject: string, problems: readonly string[]): UserError {
    return new UserError(
      problems.length === 1
        ? `${subject}: ${problems[0]}`
        : `${subject} has ${problems.length} problems:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
      problems.map((problem) => `${subject}: ${problem}`),
    );
  }
}
