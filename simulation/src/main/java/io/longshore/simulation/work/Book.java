package io.longshore.simulation.work;

import io.longshore.placement.core.LaunchId;
import io.longshore.simulation.cluster.Programs;
import io.longshore.simulation.time.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What users have asked for, and what their programs do: known to nobody but the simulation. */
public final class Book implements Programs {

  private final Dice dice;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final List<Job> acknowledged = new ArrayList<>();
  private int runs;

  /** What a dependency waits for; the id is empty for SEQUENTIAL. */
  public record Needs(String jobId, int index, Kind kind) {
    /** How children pair up. */
    public enum Kind {
      JOB,
      N_TO_N,
      SEQUENTIAL
    }
  }

  /** A job as it was asked for. */
  public static final class Job {
    final String name;
    final String queue;
    final int size;
    final List<Needs> needs;
    final int attempts;
    final boolean mayHang;
    final long millis;
    final double fails;
    String id = "";
    boolean acknowledged;
    boolean ended;

    Job(
        String name,
        String queue,
        int size,
        List<Needs> needs,
        int attempts,
        boolean mayHang,
        long millis,
        double fails) {
      this.name = name;
      this.queue = queue;
      this.size = size;
      this.needs = List.copyOf(needs);
      this.attempts = attempts;
      this.mayHang = mayHang;
      this.millis = millis;
      this.fails = fails;
    }

    /** The id that it was acknowledged under. */
    public String id() {
      return id;
    }

    /** Children, 0 where it is no array. */
    public int size() {
      return size;
    }

    /** What it waits for. */
    public List<Needs> needs() {
      return needs;
    }

    /** Attempts that its retry rules allow. */
    public int attempts() {
      return attempts;
    }
  }

  /** An empty book. */
  public Book(Dice dice) {
    this.dice = dice;
  }

  /** The job may come to be known under this id. */
  void candidate(String id, Job job) {
    jobs.put(id, job);
  }

  /** The job was acknowledged under this id. */
  void acknowledge(String id, Job job) {
    if (!job.acknowledged) {
      job.acknowledged = true;
      job.id = id;
      acknowledged.add(job);
    }
  }

  /** The job that may bear this id. */
  public @Nullable Job job(String id) {
    return jobs.get(id);
  }

  /** All that was acknowledged, in order. */
  public List<Job> acknowledged() {
    return acknowledged;
  }

  /** How many containers were started. */
  public int runs() {
    return runs;
  }

  @Override
  public Run run(LaunchId launch, int attempt) {
    runs++;
    var job = jobs.get(launch.jobId());
    if (job == null) {
      throw new IllegalStateException("nobody asked for " + launch);
    }
    var mine = dice.of(launch.podName());
    if (job.mayHang && mine.chance(0.3)) {
      return new Run(Long.MAX_VALUE, 0);
    }
    long millis = 200 + mine.around(job.millis);
    if (mine.chance(job.fails)) {
      return new Run(millis, mine.once(4) ? 3 : 1);
    }
    return new Run(millis, 0);
  }
}
