package io.longshore.cli;

import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.JobSummary;
import io.longshore.api.batch.v1.KeyValuesPair;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.ListJobsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** ListJobs, over one status or all of them. */
@Command(
    name = "list",
    aliases = "list-jobs",
    description = {
      "Lists jobs of a queue, an array or a multi-node job (ListJobs).",
      "They come newest first. Without --status and --filter jobs in every status are listed;"
          + " ListJobs itself would list only those that are RUNNING."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore list -q main",
      "  longshore list -q main --status RUNNABLE,RUNNING --all",
      "  longshore list -q main --filter JOB_NAME=words*",
      "  longshore list --array 5b1c0f6e-3a1d-4c55-9d39-0c9d4c1f0a11 --status FAILED -o id"
    })
final class ListCommand extends Subcommand {
  private static final int FILTERED_PAGE = 100;
  private static final int PAGE = 1000;

  @ArgGroup(multiplicity = "1")
  private Of of = new Of();

  /** Whose jobs. */
  static final class Of {
    @Option(
        names = {"-q", "--queue"},
        paramLabel = "QUEUE",
        required = true,
        description = "Jobs of this queue, by name or ARN.")
    private @Nullable String queue;

    @Option(
        names = "--array",
        paramLabel = "JOB",
        required = true,
        description = "Children of this array.")
    private @Nullable String array;

    @Option(
        names = "--multi-node",
        paramLabel = "JOB",
        required = true,
        description = "Nodes of this multi-node job.")
    private @Nullable String multiNode;
  }

  @Option(
      names = {"-s", "--status"},
      paramLabel = "STATUS",
      split = ",",
      converter = StatusConverter.class,
      description =
          "One or more of SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING, SUCCEEDED, FAILED.")
  private List<JobStatus> statuses = new ArrayList<>();

  @Option(
      names = "--filter",
      paramLabel = "NAME=VALUE",
      description =
          "JOB_NAME=, JOB_DEFINITION=, BEFORE_CREATED_AT=, AFTER_CREATED_AT= (epoch milliseconds)"
              + " or SHARE_IDENTIFIER=; a trailing * matches any ending.")
  private @Nullable String filter;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Rows at most, from 1 on, 100 by default; a page may go a little beyond.")
  private int limit = FILTERED_PAGE;

  @Option(names = "--all", description = "Every row, however many pages that takes.")
  private boolean all;

  @Option(
      names = "--next-token",
      paramLabel = "TOKEN",
      description = "Goes on where a list ended that was cut off.")
  private String nextToken = "";

  @Mixin private Output output = new Output();

  ListCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw usage("--limit is at least 1, not " + limit);
    }
    List<ListJobsRequest> requests = requests();
    if (requests.size() > 1 && !nextToken.isEmpty()) {
      throw usage("--next-token belongs to one --status");
    }
    var rows = new ArrayList<JobSummary>();
    String more = "";
    for (ListJobsRequest request : requests) {
      int room = all ? Integer.MAX_VALUE : limit - rows.size();
      if (room > 0) {
        var found = Pages.upTo(room, nextToken, token -> page(request, token));
        rows.addAll(found.rows());
        more = found.nextToken();
      }
    }
    var answer = ListJobsResponse.newBuilder().addAllJobSummaryList(rows);
    if (!more.isEmpty()) {
      answer.setNextToken(more);
    }
    output.print(
        longshore(),
        answer.build(),
        () -> new JobViews(longshore().world()).list(rows),
        () -> rows.stream().map(JobSummary::getJobId).toList());
    if (!more.isEmpty()) {
      longshore()
          .note(
              "There are more: --all lists them"
                  + (requests.size() > 1 ? "." : ", or --next-token " + more));
    }
    return ExitCode.OK;
  }

  /** One request a status. All statuses of a queue are one request with a filter that all pass. */
  private List<ListJobsRequest> requests() {
    var request = ListJobsRequest.newBuilder();
    setIfGiven(of.queue, request::setJobQueue);
    setIfGiven(of.array, request::setArrayJobId);
    setIfGiven(of.multiNode, request::setMultiNodeJobId);
    if (filter != null) {
      request.addFilters(pair(filter));
    } else if (statuses.isEmpty() && of.queue != null) {
      request.addFilters(pair("AFTER_CREATED_AT=0"));
    }
    if (request.getFiltersCount() > 0 && statuses.isEmpty()) {
      return List.of(request.setMaxResults(Math.min(limit, FILTERED_PAGE)).build());
    }
    int page = request.getFiltersCount() > 0 ? FILTERED_PAGE : PAGE;
    request.setMaxResults(all ? page : Math.min(limit, page));
    Stream<JobStatus> wanted =
        statuses.isEmpty()
            ? Stream.of(JobStatus.values()).filter(StatusConverter::isReal)
            : statuses.stream().distinct();
    return wanted.map(status -> request.setJobStatus(status).build()).toList();
  }

  private KeyValuesPair pair(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw usage("a filter is NAME=VALUE, such as JOB_NAME=words*, not " + text);
    }
    return KeyValuesPair.newBuilder()
        .setName(text.substring(0, equals))
        .addValues(text.substring(equals + 1))
        .build();
  }

  private Pages<JobSummary> page(ListJobsRequest request, String token) {
    var asked = request.toBuilder();
    if (!token.isEmpty()) {
      asked.setNextToken(token);
    }
    var answer = longshore().call().listJobs(asked.build());
    return new Pages<>(answer.getJobSummaryListList(), answer.getNextToken());
  }

  /** AWS's words for statuses. */
  static final class StatusConverter implements ITypeConverter<JobStatus> {
    @Override
    public JobStatus convert(String text) {
      return Stream.of(JobStatus.values())
          .filter(StatusConverter::isReal)
          .filter(status -> JobViews.status(status).equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("there is no status '" + text + "'"));
    }

    static boolean isReal(JobStatus status) {
      return status != JobStatus.JOB_STATUS_UNSPECIFIED && status != JobStatus.UNRECOGNIZED;
    }
  }
}
