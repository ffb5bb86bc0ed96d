package io.longshore.cli;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
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

  @Mixin private Output output = new Output();

  private final String done;

  EndJobs(Longshore longshore, String reason, String done) {
    super(longshore);
    this.reason = reason;
    this.done = done;
  }

  /** A job that was not ended, and why. */
  record NotEnded(String job, String code, String message) {}

  /** Ends one job; the call fails where that is refused. */
  abstract void one(String job, String reason);

  /** Ends up to 50 jobs, and tells those that were not. */
  abstract List<NotEnded> many(List<String> jobs, String reason);

  /** AWS's answer to a call for several jobs. */
  abstract Message answer(List<String> ended, List<NotEnded> failed);

  @Override
  public final Integer call() {
    var failed = new ArrayList<NotEnded>();
    if (jobs.size() == 1) {
      one(jobs.getFirst(), reason);
    } else {
      for (List<String> some : DescribeCommand.chunks(jobs, IDS_A_CALL)) {
        failed.addAll(many(some, reason));
      }
    }
    List<String> ended =
        jobs.stream()
            .filter(job -> failed.stream().noneMatch(one -> one.job().equals(job)))
            .toList();
    output.print(longshore(), answer(ended, failed), () -> table(ended), () -> ended);
    failed.forEach(
        one ->
            longshore()
                .note("longshore: " + one.job() + ": " + one.message() + " (" + one.code() + ")"));
    return failed.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private String table(List<String> ended) {
    return String.join(
        System.lineSeparator(), ended.stream().map(job -> done + " " + job).toList());
  }
}
