package io.longshore.queue.core.view;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.Page.Part;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ListJobs is asked for.
 *
 * @param status status that is wanted, null for any
 */
public record JobQuery(Scope scope, @Nullable JobStatus status, Filter filter, Page page) {

  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,16}");

  /** Whose jobs. */
  public sealed interface Scope {
    /** Jobs of a queue, by name or ARN as asked. */
    record OfQueue(String reference) implements Scope {}

    /** Children of an array. */
    record OfArray(String jobId) implements Scope {}
  }

  /** Which of them. */
  public sealed interface Filter {
    /** All. */
    record All() implements Filter {}

    /** By name in lower case; with {@code prefix} any that begins so. */
    record Name(String lower, boolean prefix) implements Filter {}

    /** By a revision's ARN; with {@code prefix} any that begins so. */
    record Definition(String arn, boolean prefix) implements Filter {}

    /** Made before, in epoch milliseconds. */
    record Before(long millis) implements Filter {}

    /** Made after, in epoch milliseconds. */
    record After(long millis) implements Filter {}

    /** By share identifier. */
    record Share(String share) implements Filter {}
  }

  /** A filter as it was written. */
  public record Written(String name, List<String> values) {}

  /** The request; members are null where unset. */
  public record Request(
      @Nullable String jobQueue,
      @Nullable String arrayJobId,
      @Nullable String multiNodeJobId,
      @Nullable JobStatus status,
      List<Written> filters,
      @Nullable Integer maxResults,
      @Nullable String nextToken) {}

  /** The query, or what is wrong with the request. */
  public static Verdict<JobQuery> of(Request request, Limits.Pages limits, Arns arns) {
    long scopes =
        List.of(
                request.jobQueue() != null,
                request.arrayJobId() != null,
                request.multiNodeJobId() != null)
            .stream()
            .filter(given -> given)
            .count();
    var rules =
        new Rules()
            .member(
                scopes == 1,
                "jobQueue",
                "Exactly one of jobQueue, arrayJobId and multiNodeJobId is given.")
            .member(request.filters().size() <= 1, "filters", "Only one filter can be used.")
            .member(
                request.filters().isEmpty() || request.jobQueue() != null,
                "filters",
                "Filters select jobs of a queue.");
    if (request.multiNodeJobId() != null) {
      rules.refuse(new Refusal.NotHonoured("multiNodeJobId"));
    }
    return rules
        .verdict(() -> request.filters().stream().findFirst())
        .then(
            written ->
                written
                    .map(one -> filter(one, arns))
                    .orElseGet(() -> Verdict.accept(new Filter.All())))
        .then(filter -> query(request, filter, limits));
  }

  private static Verdict<JobQuery> query(Request request, Filter filter, Limits.Pages limits) {
    boolean filtered = !(filter instanceof Filter.All);
    boolean byStatus = !filtered || filter instanceof Filter.Share;
    JobStatus status = byStatus ? request.status() : null;
    if (!filtered && status == null) {
      status = JobStatus.RUNNING;
    }
    JobStatus wanted = status;
    boolean array = request.arrayJobId() != null;
    var scope =
        array
            ? new Scope.OfArray(Objects.requireNonNull(request.arrayJobId()))
            : new Scope.OfQueue(Objects.requireNonNull(request.jobQueue()));
    if (array) {
      var id = JobId.parse(request.arrayJobId());
      if (id.isEmpty()) {
        return Verdict.refuse(new Refusal.NotFound("Job", String.valueOf(request.arrayJobId())));
      }
      if (!id.get().whole()) {
        return Verdict.refuse(
            new Refusal.Invalid(
                "arrayJobId", "arrayJobId is the id of an array job, not of a child or node."));
      }
    }
    return Page.of(
            "jobs " + scope + " " + wanted + " " + filter,
            request.maxResults(),
            request.nextToken(),
            filtered ? limits.page() : limits.listPage(),
            array ? new Part[] {Part.NUMBER} : new Part[] {Part.MILLIS, Part.JOB})
        .map(page -> new JobQuery(scope, wanted, filter, page));
  }

  private static Verdict<Filter> filter(Written written, Arns arns) {
    String value = written.values().size() == 1 ? written.values().getFirst() : "";
    var rules =
        new Rules()
            .member(
                !value.isEmpty(), "filters[0].values", "A filter has one value that is not empty.");
    boolean time =
        written.name().equals("BEFORE_CREATED_AT") || written.name().equals("AFTER_CREATED_AT");
    rules.member(
        !time || MILLIS.matcher(value).matches(),
        "filters[0].values",
        "Times are epoch milliseconds.");
    return rules.verdict(() -> value).then(text -> filter(written.name(), text, arns));
  }

  private static Verdict<Filter> filter(String name, String value, Arns arns) {
    boolean prefix = value.endsWith("*");
    String stem = prefix ? value.substring(0, value.length() - 1) : value;
    return switch (name) {
      case "JOB_NAME" -> Verdict.accept(new Filter.Name(stem.toLowerCase(Locale.ROOT), prefix));
      case "JOB_DEFINITION" -> Verdict.accept(definition(stem, prefix, arns));
      case "BEFORE_CREATED_AT" -> Verdict.accept(new Filter.Before(Long.parseLong(value)));
      case "AFTER_CREATED_AT" -> Verdict.accept(new Filter.After(Long.parseLong(value)));
      case "SHARE_IDENTIFIER" -> Verdict.accept(new Filter.Share(value));
      default ->
          Verdict.refuse(
              new Refusal.Invalid(
                  "filters[0].name",
                  "Filters are JOB_NAME, JOB_DEFINITION, BEFORE_CREATED_AT, AFTER_CREATED_AT and"
                      + " SHARE_IDENTIFIER."));
    };
  }

  /** A name without a revision means any of its revisions. */
  private static Filter definition(String stem, boolean prefix, Arns arns) {
    String arn = stem.startsWith("arn:") ? stem : arns.of(Arns.Kind.JOB_DEFINITION, stem);
    boolean named = !prefix && arn.indexOf(':', arn.indexOf('/') + 1) < 0;
    return new Filter.Definition(named ? arn + ":" : arn, prefix || named);
  }
}
