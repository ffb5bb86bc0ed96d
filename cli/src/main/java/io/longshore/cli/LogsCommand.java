package io.longshore.cli;

import io.longshore.api.batch.v1.GetJobLogsRequest;
import io.longshore.api.batch.v1.GetJobLogsResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** GetJobLogs: the bytes as the containers wrote them. */
@Command(
    name = "logs",
    description = {
      "Prints a job's output, live or kept (GetJobLogs).",
      "The bytes come as the containers wrote them. Which container speaks is told on standard"
          + " error where there are several."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore logs 5b1c0f6e-3a1d-4c55-9d39-0c9d4c1f0a11",
      "  longshore logs $JOB --follow --tail 20",
      "  longshore logs $ARRAY:7 --attempt 1 --container main",
      "  longshore logs $JOB --since 10m"
    })
final class LogsCommand extends Subcommand {
  @Parameters(paramLabel = "JOB", description = "Id of a job, an array child or a node.")
  private String job = "";

  @Option(
      names = {"-a", "--attempt"},
      paramLabel = "N",
      description = "The attempt, from 1; the latest by default.")
  private @Nullable Integer attempt;

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "One container; all by default.")
  private @Nullable String container;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on until the attempt has ended, waiting for its start where need be.")
  private boolean follow;

  @Option(
      names = {"-t", "--tail"},
      paramLabel = "LINES",
      description = "Only the last lines of each container.")
  private @Nullable Long tail;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from then on: a length of time such as 10m, or 2026-11-24T09:00:00Z.")
  private @Nullable String since;

  LogsCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() throws IOException {
    var request = GetJobLogsRequest.newBuilder().setJobId(job).setFollow(follow);
    setIfGiven(attempt, request::setAttempt);
    setIfGiven(container, request::setContainer);
    setIfGiven(tail, request::setTailLines);
    setIfGiven(since, text -> request.setSince(moment(text)));
    var connection = longshore().connection();
    Iterator<GetJobLogsResponse> pieces =
        (follow ? connection.stream() : connection.call()).getJobLogs(request.build());
    copy(pieces);
    return ExitCode.OK;
  }

  private void copy(Iterator<GetJobLogsResponse> pieces) throws IOException {
    var out = longshore().world().out();
    Set<String> speakers = new HashSet<>();
    String speaker = "";
    while (pieces.hasNext()) {
      GetJobLogsResponse piece = pieces.next();
      if (!piece.getContainer().equals(speaker)) {
        speaker = piece.getContainer();
        speakers.add(speaker);
        if (speakers.size() > 1) {
          out.flush();
          longshore().note("==> " + speaker + " <==");
        }
      }
      if (piece.getCut()) {
        longshore().note(lost(piece));
      }
      piece.getChunk().writeTo(out);
      out.flush();
      if (out.checkError()) {
        return;
      }
    }
  }

  private static String lost(GetJobLogsResponse piece) {
    return "(output before this was not kept"
        + (piece.hasCutBytes() ? ": " + piece.getCutBytes() + " bytes" : "")
        + ")";
  }

  private long moment(String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      return longshore().world().clock().millis() - ago(text).toMillis();
    }
  }

  private Duration ago(String text) {
    try {
      return Durations.parse(text);
    } catch (TypeConversionException e) {
      throw usage("--since: a time such as 2026-11-24T09:00:00Z or 10m is expected, not " + text);
    }
  }
}
