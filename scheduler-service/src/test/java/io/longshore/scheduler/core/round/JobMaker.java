package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.ExitRule;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.RetryRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A submission in a few words. */
final class JobMaker {
  private static final ExitRule HOST_RETRY = new ExitRule("Host EC2*", null, null, true);
  private static final ExitRule ELSE_EXIT = new ExitRule(null, "*", null, false);

  final String name;
  private String queue = "q";
  private double cpus = 1;
  private long memoryMib = 512;
  private long gpus;
  private Map<String, String> selector = Map.of();
  private int attempts = 1;
  private final List<ExitRule> rules = new ArrayList<>();
  private @Nullable Duration timeout;
  private final List<Dependency> dependsOn = new ArrayList<>();
  private int arraySize;
  private @Nullable String undispatchable;

  private JobMaker(String name) {
    this.name = name;
  }

  static JobMaker job(String name) {
    return new JobMaker(name);
  }

  /** A job that is tried again where its host was lost, and only there. */
  static JobMaker spotJob(String name) {
    return job(name).attempts(3).rule(HOST_RETRY).rule(ELSE_EXIT);
  }

  static JobMaker array(String name, int size) {
    var job = new JobMaker(name);
    job.arraySize = size;
    return job;
  }

  static JobId id(String name) {
    return new JobId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** {@code name} or {@code name:index}. */
  static JobKey key(String name) {
    var colon = name.indexOf(':');
    return colon < 0
        ? JobKey.whole(id(name))
        : new JobKey(id(name.substring(0, colon)), Integer.parseInt(name.substring(colon + 1)));
  }

  JobMaker in(String queueName) {
    queue = queueName;
    return this;
  }

  JobMaker cpus(double n) {
    cpus = n;
    return this;
  }

  JobMaker memoryMib(long n) {
    memoryMib = n;
    return this;
  }

  JobMaker gpus(long n) {
    gpus = n;
    return this;
  }

  JobMaker selects(String label, String value) {
    selector = Map.of(label, value);
    return this;
  }

  JobMaker attempts(int n) {
    attempts = n;
    return this;
  }

  JobMaker rule(ExitRule rule) {
    rules.add(rule);
    return this;
  }

  JobMaker timeoutSeconds(long seconds) {
    timeout = Duration.ofSeconds(seconds);
    return this;
  }

  JobMaker after(String other) {
    dependsOn.add(new Dependency.OnJob(key(other)));
    return this;
  }

  JobMaker nToN(String other) {
    dependsOn.add(new Dependency.OnTwin(id(other)));
    return this;
  }

  JobMaker sequential() {
    dependsOn.add(new Dependency.OnPrevious());
    return this;
  }

  JobMaker undispatchable(String reason) {
    undispatchable = reason;
    return this;
  }

  Input.Submit submission(Instant now) {
    var requests = new Resources((long) (cpus * 1000), memoryMib << 20, gpus, Map.of());
    return new Input.Submit(
        id(name),
        new QueueArn(queue),
        now,
        new Shape(requests, "", selector),
        new RetryRules(attempts, rules),
        timeout,
        dependsOn,
        arraySize,
        undispatchable);
  }
}
