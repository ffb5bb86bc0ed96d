package io.longshore.cli;

import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.JobDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DescribeJobs; queues, environments and definitions are below it. */
@Command(
    name = "describe",
    aliases = "describe-jobs",
    description = {
      "Shows jobs in full (DescribeJobs), or queues, environments, definitions.",
      "Ids that are unknown or forgotten are told, and the exit code is 4."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore describe 5b1c0f6e-3a1d-4c55-9d39-0c9d4c1f0a11",
      "  longshore describe $ARRAY:0 $ARRAY:1 -o json",
      "  longshore describe queues",
      "  longshore describe environments spot",
      "  longshore describe definitions wc"
    })
final class DescribeCommand extends Subcommand {
  private static final int IDS_A_CALL = 100;

  @Parameters(
      arity = "0..*",
      paramLabel = "JOB",
      description = "Ids of jobs, of array children (ID:INDEX), of nodes (ID#NODE).")
  private List<String> jobs = new ArrayList<>();

  @Mixin private Output output = new Output();

  DescribeCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    if (jobs.isEmpty()) {
      throw usage("which jobs? Give ids, or one of queues, environments, definitions");
    }
    var found = new ArrayList<JobDetail>();
    for (List<String> some : chunks(jobs, IDS_A_CALL)) {
      found.addAll(
          longshore()
              .call()
              .describeJobs(DescribeJobsRequest.newBuilder().addAllJobs(some).build())
              .getJobsList());
    }
    output.print(
        longshore(),
        DescribeJobsResponse.newBuilder().addAllJobs(found).build(),
        () -> new JobViews(longshore().world()).describe(found),
        () -> found.stream().map(JobDetail::getJobId).toList());
    return tellMissing("job", jobs, asked -> isAmong(found, asked));
  }

  private static boolean isAmong(List<JobDetail> found, String asked) {
    return found.stream()
        .anyMatch(job -> job.getJobId().equals(asked) || job.getJobArn().equals(asked));
  }

  /** Names what was asked for and not found; AWS leaves it out in silence. */
  private int tellMissing(String what, List<String> asked, Predicate<String> found) {
    return tellMissing(longshore(), what, asked, found);
  }

  static int tellMissing(Longshore to, String what, List<String> asked, Predicate<String> isFound) {
    String missing =
        asked.stream().filter(isFound.negate()).distinct().collect(Collectors.joining(", "));
    if (missing.isEmpty()) {
      return ExitCode.OK;
    }
    to.note("longshore: there is no " + what + " " + missing);
    return ExitCode.REFUSED;
  }

  /** The list in pieces of at most so many. */
  static <T> List<List<T>> chunks(List<T> all, int most) {
    var chunks = new ArrayList<List<T>>();
    for (int from = 0; from < all.size(); from += most) {
      chunks.add(all.subList(from, Math.min(all.size(), from + most)));
    }
    return chunks;
  }
}
