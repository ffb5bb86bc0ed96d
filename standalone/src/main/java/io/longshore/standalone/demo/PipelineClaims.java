package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.standalone.demo.Claim.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pipeline gave the right answer, and each stage waited for what it depends on. */
final class PipelineClaims {

  private final Cargo cargo;
  private final Map<String, JobDetail> jobs;
  private final List<JobChange> changes;

  /**
   * Looks at nothing yet.
   *
   * @param cargo which job has which name
   * @param singles jobs and children, as the API shows them
   * @param changes what the scheduler committed
   */
  PipelineClaims(Cargo cargo, List<JobDetail> singles, List<JobChange> changes) {
    this.cargo = cargo;
    this.changes = changes;
    this.jobs =
        singles.stream().collect(Collectors.toMap(JobDetail::getJobId, Function.identity()));
  }

  /**
   * Looks at each of them.
   *
   * @param found what the pipeline wrote
   * @param direct what it should have written
   */
  List<Claim> check(Optional<WordCount> found, WordCount direct) {
    return List.of(
        Claim.of("the result is that of a direct computation", () -> result(found, direct)),
        Claim.of("every job of the pipeline succeeded", this::succeeded),
        Claim.of(
            "counting began after the split had ended",
            () -> inTurn(single(Definitions.SPLIT), children(Definitions.COUNT))),
        Claim.of("each slice was ordered after its own count had ended", this::pairs),
        Claim.of(
            "reducing began after all were ordered",
            () -> inTurn(children(Definitions.ORDER), single(Definitions.REDUCE))),
        Claim.of("the array ran on several instances", this::spread));
  }

  private static Finding result(Optional<WordCount> found, WordCount direct) {
    if (found.isEmpty()) {
      return new Finding(false, "the pipeline wrote none");
    }
    boolean equal = found.get().equals(direct);
    return new Finding(
        equal, equal ? "equal in every number" : "found " + found.get() + ", not " + direct);
  }

  private Finding succeeded() {
    var all =
        List.of(
                children(Definitions.COUNT),
                children(Definitions.ORDER),
                single(Definitions.SPLIT),
                single(Definitions.REDUCE))
            .stream()
            .flatMap(List::stream)
            .toList();
    long succeeded =
        all.stream().filter(id -> job(id).getStatus() == JobStatus.JOB_STATUS_SUCCEEDED).count();
    return new Finding(succeeded == all.size(), succeeded + " of " + all.size());
  }

  private Finding pairs() {
    var counts = children(Definitions.COUNT);
    var orders = children(Definitions.ORDER);
    long inTurn =
        IntStream.range(0, Cargo.SLICES)
            .filter(i -> inTurn(List.of(counts.get(i)), List.of(orders.get(i))).holds())
            .count();
    return new Finding(
        inTurn == Cargo.SLICES, "%d of %d pairs, N_TO_N".formatted(inTurn, Cargo.SLICES));
  }

  private Finding spread() {
    var parent = cargo.id(Definitions.COUNT);
    long instances =
        changes.stream()
            .filter(change -> change.getJobId().equals(parent) && change.hasArrayIndex())
            .filter(JobChange::hasPlace)
            .map(change -> change.getPlace().getInstanceId())
            .distinct()
            .count();
    return new Finding(instances > 1, Cargo.SLICES + " children on " + instances + " instances");
  }

  /** All of the first ended before any of the others started. */
  private Finding inTurn(List<String> first, List<String> then) {
    if (!first.stream().allMatch(id -> job(id).hasStoppedAt())
        || !then.stream().allMatch(id -> job(id).hasStartedAt())) {
      return new Finding(false, "not all of them ran");
    }
    long lastStop = first.stream().mapToLong(id -> job(id).getStoppedAt()).max().orElseThrow();
    long firstStart = then.stream().mapToLong(id -> job(id).getStartedAt()).min().orElseThrow();
    return new Finding(lastStop <= firstStart, (firstStart - lastStop) + " ms later");
  }

  private List<String> single(String name) {
    return List.of(cargo.id(name));
  }

  private List<String> children(String name) {
    return cargo.children(name, Cargo.SLICES);
  }

  private JobDetail job(String id) {
    return jobs.getOrDefault(id, JobDetail.getDefaultInstance());
  }
}
