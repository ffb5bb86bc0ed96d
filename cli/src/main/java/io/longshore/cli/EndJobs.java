package io.longshore.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What cancel and terminate have in common. */
abstract class EndJobs extends Subcommand {
  private static final int IDS_A_CALL = 50;

  @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of jobs.")
  private List<String> jobs = new ArrayList<>();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Becomes the jobs' statusReason.")
  private String reason;

  private final String done;

  EndJobs(Longshore longshore, String reason, String done) {
    super(longshore);
    this.reason = reason;
    this.done = done;
  }

  /** A job that was not ended, and why. */
  record NotEnded(String job, String why) {}

  /** Ends one job; the call fails where that is refused. */
  abstract void one(String job, String reason);

  /** Ends up to 50 jobs, and tells those that were not. */
  abstract List<NotEnded> many(List<String> jobs, String reason);

  @Override
  public final Integer call() {
    if (jobs.size() == 1) {
      one(jobs.getFirst(), reason);
      longshore().world().out().println(done + " " + jobs.getFirst());
      return ExitCode.OK;
    }
    var failed = new ArrayList<NotEnded>();
    for (List<String> some : DescribeCommand.chunks(jobs, IDS_A_CALL)) {
      failed.addAll(many(some, reason));
    }
    jobs.stream()
        .filter(job -> failed.stream().noneMatch(one -> one.job().equals(job)))
        .forEach(job -> longshore().world().out().println(done + " " + job));
    failed.forEach(one -> longshore().note("longshore: " + one.job() + ": " + one.why()));
    return failed.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }
}
