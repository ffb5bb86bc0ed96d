package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.ArrayProperties;
import io.longshore.api.batch.v1.JobDependency;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobsRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The jobs: what is submitted, under which name, and the id that came back. */
final class Cargo {

  static final int SLICES = 32;
  static final int BALLAST = 24;
  static final int URGENT = 6;

  private final Api api;
  private final Path sources;
  private final Path work;
  private final Map<String, String> ids = new LinkedHashMap<>();

  /**
   * Submits nothing yet.
   *
   * @param sources folder of the text that the pipeline reads
   * @param work folder that its stages share
   */
  Cargo(Api api, Path sources, Path work) {
    this.api = api;
    this.sources = sources;
    this.work = work;
  }

  /**
   * The first few jobs. They fit into the queue's first environment, Spot, so no other is asked for
   * capacity yet and the long haul gets the Spot instance that will be taken from it.
   */
  void submitFirst() {
    submit(job(Definitions.LONG_HAUL));
    submit(pipeline(Definitions.SPLIT));
    submit(job(Definitions.FLAKY));
    submit(job(Definitions.TIMED));
    submit(job(Definitions.ENDLESS));
  }

  /** The arrays, which need all capacity that there can be, and what depends on them. */
  void submitArrays() {
    submit(job(Definitions.BALLAST).setArrayProperties(size(BALLAST)));
    submit(
        pipeline(Definitions.COUNT)
            .setArrayProperties(size(SLICES))
            .addDependsOn(after(Definitions.SPLIT)));
    submit(
        pipeline(Definitions.ORDER)
            .setArrayProperties(size(SLICES))
            .addDependsOn(
                after(Definitions.COUNT).setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_N_TO_N)));
    submit(pipeline(Definitions.REDUCE).addDependsOn(after(Definitions.ORDER)));
  }

  /** The jobs of the higher queue, all in one call. */
  void submitUrgent() {
    var request = SubmitJobsRequest.newBuilder();
    for (int i = 0; i < URGENT; i++) {
      request.addEntries(
          pipeline(Definitions.TALLY).setJobName(urgent(i)).setJobQueue(Fleet.URGENT).build());
    }
    for (var result : api.calls().submitJobs(request.build()).getResultsList()) {
      if (!result.hasJob()) {
        throw new IllegalStateException("refused: " + result.getError().getMessage());
      }
      ids.put(result.getJob().getJobName(), result.getJob().getJobId());
    }
  }

  /** What the producer sends. */
  static SubmitJobRequest produced() {
    return job(Definitions.HELLO).setClientToken("demo-hello").build();
  }

  /** Takes note of a job that was not submitted here. */
  void note(String name, String id) {
    ids.put(name, id);
  }

  /** The id of a job by its name. */
  String id(String name) {
    var id = ids.get(name);
    if (id == null) {
      throw new IllegalStateException(name + " was not submitted");
    }
    return id;
  }

  /** Whether a job of this name was submitted. */
  boolean has(String name) {
    return ids.containsKey(name);
  }

  /** Names and ids in the order of submission. */
  Map<String, String> ids() {
    return Map.copyOf(ids);
  }

  /** Ids of an array's children. */
  List<String> children(String name, int size) {
    return IntStream.range(0, size).mapToObj(index -> id(name) + ":" + index).toList();
  }

  /** Ids of the urgent jobs. */
  List<String> urgentIds() {
    return IntStream.range(0, URGENT).mapToObj(i -> id(urgent(i))).toList();
  }

  /**
   * Ids of everything submitted that is one run of a program: children, and jobs that are no
   * arrays.
   */
  List<String> singles() {
    var sizes =
        Map.of(Definitions.COUNT, SLICES, Definitions.ORDER, SLICES, Definitions.BALLAST, BALLAST);
    var singles = new ArrayList<String>();
    ids.forEach(
        (name, id) -> {
          if (!sizes.containsKey(name)) {
            singles.add(id);
          }
        });
    sizes.forEach(
        (name, size) -> {
          if (has(name)) {
            singles.addAll(children(name, size));
          }
        });
    return singles;
  }

  private void submit(SubmitJobRequest.Builder job) {
    ids.put(job.getJobName(), api.submit(job.build()));
  }

  private static SubmitJobRequest.Builder job(String name) {
    return SubmitJobRequest.newBuilder()
        .setJobName(name)
        .setJobQueue(Fleet.ROUTINE)
        .setJobDefinition(name);
  }

  private SubmitJobRequest.Builder pipeline(String definition) {
    return job(definition)
        .putParameters("sources", sources.toString())
        .putParameters("work", work.toString())
        .putParameters("slices", "" + SLICES);
  }

  private JobDependency.Builder after(String name) {
    return JobDependency.newBuilder().setJobId(id(name));
  }

  private static ArrayProperties size(int size) {
    return ArrayProperties.newBuilder().setSize(size).build();
  }

  private static String urgent(int number) {
    return "urgent-" + number;
  }
}
