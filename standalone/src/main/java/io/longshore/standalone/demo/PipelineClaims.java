package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.JobChange;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pipeline gave the right answer, and each stage waited for what it depends on. */
final class PipelineClaims {

  private final Cargo cargo;
  private final Map<String, JobDetail> jobs;
  private final List<JobChange> changes;

  PipelineClaims(Cargo cargo, Api api, List<JobChange> changes) {
    this.cargo = cargo;
    this.changes = changes;
    this.jobs =
        api.describe(cargo.singles()).stream()
            .collect(Collectors.toMap(JobDetail::getJobId, Function.identity()));
  }

  List<Claim> check(WordCount found, WordCount direct) {
    var counts = cargo.children(Definitions.COUNT, Cargo.SLICES);
    var orders = cargo.children(Definitions.ORDER, Cargo.SLICES);
    var split = List.of(cargo.id(Definitions.SPLIT));
    var reduce = List.of(cargo.id(Definitions.REDUCE));
    return List.of(
        new Claim(
            "the result is that of a direct computation",
            found.equals(direct),
            found.equals(direct) ? "equal in every number" : "found " + found + ", not " + direct),
        succeeded(List.of(counts, orders, split, reduce)),
        new Claim(
            "counting began after the split had ended",
            before(split, counts),
            margin(split, counts)),
        new Claim(
            "each slice was ordered after its own count had ended",
            IntStream.range(0, Cargo.SLICES)
                .allMatch(i -> before(List.of(counts.get(i)), List.of(orders.get(i)))),
            "%d pairs, N_TO_N".formatted(Cargo.SLICES)),
        new Claim(
            "reducing began after all were ordered",
            before(orders, reduce),
            margin(orders, reduce)),
        spread(counts));
  }

  private Claim succeeded(List<List<String>> stages) {
    var all = stages.stream().flatMap(List::stream).toList();
    long succeeded =
        all.stream()
            .filter(jobs::containsKey)
            .filter(id -> jobs.get(id).getStatus() == JobStatus.JOB_STATUS_SUCCEEDED)
            .count();
    return new Claim(
        "every job of the pipeline succeeded",
        succeeded == all.size(),
        succeeded + " of " + all.size());
  }

  private Claim spread(List<String> counts) {
    var parent = cargo.id(Definitions.COUNT);
    long instances =
        changes.stream()
            .filter(change -> change.getJobId().equals(parent) && change.hasArrayIndex())
            .filter(JobChange::hasPlace)
            .map(change -> change.getPlace().getInstanceId())
            .distinct()
            .count();
    return new Claim(
        "the array ran on several instances",
        instances > 1,
        counts.size() + " children on " + instances + " instances");
  }

  private boolean before(List<String> first, List<String> then) {
    return lastStop(first) <= firstStart(then);
  }

  private String margin(List<String> first, List<String> then) {
    return (firstStart(then) - lastStop(first)) + " ms later";
  }

  private long lastStop(List<String> ids) {
    return ids.stream().mapToLong(id -> job(id).getStoppedAt()).max().orElseThrow();
  }

  private long firstStart(List<String> ids) {
    return ids.stream().mapToLong(id -> job(id).getStartedAt()).min().orElseThrow();
  }

  private JobDetail job(String id) {
    return jobs.getOrDefault(id, JobDetail.getDefaultInstance());
  }
}
