package io.longshore.scheduler.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NodeTablePropertiesTest {
  private static final Instant NOW = Instant.EPOCH;

  private record Held(NodeUid node, LaunchId launch, Shape shape) {}

  @Property(tries = 2_000)
  void nothingIsOverAllocatedAndTheBestFitIsFound(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
    var random = new Random(seed);
    var table = new NodeTable();
    var held = new ArrayList<Held>();
    for (var i = 0; i < 4; i++) {
      table.put(node(i, 1 + random.nextInt(8)), random.nextInt(5) == 0, NOW);
    }
    for (var i = 0; i < steps; i++) {
      if (random.nextInt(3) == 0 && !held.isEmpty()) {
        var gone = held.remove(random.nextInt(held.size()));
        table.give(gone.node, gone.launch, gone.shape, NOW);
      } else {
        place(table, held, new LaunchId(JobKey.whole(new JobId(new UUID(0, i))), 1), random);
      }
      assertThat(table.all()).allMatch(s -> s.free().vcpuMillis() >= 0);
    }
    held.forEach(h -> table.give(h.node, h.launch, h.shape, NOW));
    assertThat(table.all()).allMatch(s -> s.free().equals(s.node().capacity()) && s.idle());
  }

  private static void place(NodeTable table, ArrayList<Held> held, LaunchId launch, Random random) {
    var requests = new Resources(250L * (1 + random.nextInt(12)), random.nextInt(400), 0, Map.of());
    var shape = new Shape(requests, "", Map.of());
    var least =
        table.all().stream()
            .filter(s -> s.open() && requests.fitsIn(s.free()))
            .mapToLong(s -> s.free().vcpuMillis())
            .min();
    var found = table.bestFit("env", shape);
    assertThat(found.isPresent()).isEqualTo(least.isPresent());
    found.ifPresent(
        slot -> {
          assertThat(slot.free().vcpuMillis()).isEqualTo(least.getAsLong());
          table.take(slot.node().uid(), launch, shape);
          held.add(new Held(slot.node().uid(), launch, shape));
        });
  }

  private static Node node(int i, int cpus) {
    return new Node(
        new NodeUid("n" + i),
        "n" + i,
        "c",
        "i-" + i,
        "env",
        true,
        true,
        new Resources(cpus * 1000L, 1_000, 0, Map.of()),
        110,
        Map.of(),
        "amd64",
        null,
        false,
        null,
        false);
  }
}
