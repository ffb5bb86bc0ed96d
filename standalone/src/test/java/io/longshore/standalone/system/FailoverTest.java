package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.JobSummary;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of each service and ten thousand waiting jobs: the second takes over when the first
 * is killed, and when it is paused; the paused one, woken, writes no row, starts no pod and has AWS
 * change nothing; and each job ends, having run once or, cancelled in the end, not at all.
 */
@Tag("system")
class FailoverTest {

  private static final int INSTANCES = 2;

  /** So many wait at the first takeover. */
  private static final int WAITING = 10_000;

  /** Some begin before all are submitted. */
  private static final int JOBS = WAITING + 800;

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** The one that was killed must not win its own lease back. */
  private static final Duration AWAY = Duration.ofSeconds(15);

  private final Lines announcer = new Lines();
  private final Takeovers takeovers = new Takeovers(announcer);

  @TempDir Path folder;

  @Test
  void secondTakesOverAndTheFirstIsFenced() throws Exception {
    var ledger = Files.createFile(folder.resolve("ledger"));
    var settings = Bulk.settings().instances(INSTANCES);
    try (var data = DataFolder.open(folder.resolve("data"));
        var stack = Stack.start(settings, data, Ports.anyFree(), announcer);
        var database = stack.connect();
        var api = new Api(stack.endpoints().grpc())) {
      var bulk = new Bulk(api, ledger);
      bulk.prepare();
      var ids = bulk.submit(JOBS);
      assertThat(ids).doesNotHaveDuplicates().hasSize(JOBS);
      bulk.awaitLines(Bulk.AT_ONCE);
      killEach(stack, database, bulk);
      var audit = Audit.begin(stack);
      try (var epochs = new Epochs(stack.endpoints().kubernetes())) {
        var aws = new AwsChanges(stack.endpoints().aws());
        var witnesses = new Zombie.Witnesses(stack, audit, epochs, aws);
        var zombies = pauseEach(witnesses, database, bulk, data);
        end(bulk, ids);
        for (var zombie : zombies) {
          zombie.assertHarmless(witnesses);
          zombie.assertSeenIfHarmful(witnesses);
        }
      }
    }
    takeovers.write(JOBS);
  }

  private void killEach(Stack stack, Connection database, Bulk bulk) throws Exception {
    for (var service : Service.values()) {
      var pair = new Pair(stack, service, database);
      var before = pair.lease();
      var owner = pair.owner();
      long waiting = waiting(bulk);
      assertThat(waiting).isGreaterThanOrEqualTo(service == Service.values()[0] ? WAITING : 1);
      owner.kill(AWAY);
      takeovers.add(service, "killed", pair.taken(before), waiting);
      awaitMore(bulk);
    }
    for (var service : Service.values()) {
      stack.instances(service).forEach(process -> process.awaitStarted(1, PATIENCE));
    }
  }

  private List<Zombie> pauseEach(
      Zombie.Witnesses witnesses, Connection database, Bulk bulk, DataFolder data)
      throws Exception {
    var zombies = new ArrayList<Zombie>();
    for (var service : Service.values()) {
      zombies.add(pause(new Pair(witnesses.stack(), service, database), witnesses, bulk, data));
      awaitMore(bulk);
    }
    return zombies;
  }

  private Zombie pause(Pair pair, Zombie.Witnesses witnesses, Bulk bulk, DataFolder data)
      throws IOException, SQLException {
    var service = pair.service();
    var before = pair.lease();
    var owner = pair.owner();
    var log = data.log(owner.name().replace(service.schema(), service.module()));
    int losses = Zombie.losses(log);
    long waiting = waiting(bulk);
    assertThat(waiting).isPositive();
    await().atMost(PATIENCE).until(() -> !witnesses.epochs().seen().isEmpty());
    owner.signal("STOP");
    long old = Collections.max(witnesses.epochs().seen());
    takeovers.add(service, "paused", pair.taken(before), waiting);
    if (service == Service.PLACEMENT) {
      await().atMost(PATIENCE).until(() -> witnesses.epochs().fence() > old);
    }
    var zombie = Zombie.wake(pair, owner, old, witnesses);
    zombie.awaitLost(log, losses);
    return zombie;
  }

  /** Most would run for minutes yet: what waits is cancelled, and must not have run at all. */
  private static void end(Bulk bulk, List<String> ids) throws Exception {
    bulk.hurry();
    bulk.cancel(ids);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(ended(bulk)).hasSize(JOBS));
    assertThat(ended(bulk)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(bulk.lines())
        .containsExactlyInAnyOrderElementsOf(ids(bulk, JobStatus.JOB_STATUS_SUCCEEDED));
  }

  private static List<String> ended(Bulk bulk) {
    return Stream.of(JobStatus.JOB_STATUS_SUCCEEDED, JobStatus.JOB_STATUS_FAILED)
        .flatMap(status -> ids(bulk, status).stream())
        .toList();
  }

  private static List<String> ids(Bulk bulk, JobStatus status) {
    return bulk.in(status).stream().map(JobSummary::getJobId).toList();
  }

  /** How many wait at least: what has not begun, without what may be on its way to a node. */
  private static long waiting(Bulk bulk) throws IOException {
    return JOBS - bulk.lines().size() - Bulk.AT_ONCE;
  }

  private static void awaitMore(Bulk bulk) throws IOException {
    bulk.awaitLines(bulk.lines().size() + 20);
  }
}
