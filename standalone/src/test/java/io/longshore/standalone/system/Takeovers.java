package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.stack.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How long it took the second instance to take over from the first, against the goal. */
record Takeovers(Announcer announcer, List<Takeover> all) {

  private static final Duration GOAL = Duration.ofSeconds(15);

  /** Tests run on machines that do other things too. */
  private static final int TOLERANCE = 3;

  /** None yet. */
  Takeovers(Announcer announcer) {
    this(announcer, new ArrayList<>());
  }

  /**
   * One takeover.
   *
   * @param how what befell the first
   * @param waiting jobs that waited meanwhile
   */
  record Takeover(Service service, String how, Duration took, long waiting) {

    double seconds() {
      return took.toMillis() / 1000.0;
    }
  }

  /** Adds one, and says it; fails where it took far too long. */
  void add(Service service, String how, Duration took, long waiting) {
    var takeover = new Takeover(service, how, took, waiting);
    all.add(takeover);
    announcer.say(
        "test",
        "%s %s with %d jobs waiting: the second had committed a round after %.1f s (goal %d s)"
            .formatted(service.module(), how, waiting, takeover.seconds(), GOAL.toSeconds()));
    assertThat(took).isLessThan(GOAL.multipliedBy(TOLERANCE));
  }

  /** Writes all of them to the figures. */
  void write(int jobs) throws IOException {
    var line =
        "failover: %d jobs, the second had committed a round after (goal %d s): %s"
            .formatted(
                jobs,
                GOAL.toSeconds(),
                all.stream().map(Takeovers::words).collect(Collectors.joining(", ")));
    announcer.say("test", line);
    var list = new JsonArray();
    all.forEach(
        one ->
            list.add(
                new JsonObject()
                    .put("service", one.service().module())
                    .put("first", one.how())
                    .put("seconds", one.seconds())
                    .put("waiting", one.waiting())));
    Figures.write(
        "failover",
        line,
        new JsonObject()
            .put("jobs", jobs)
            .put("goalSeconds", GOAL.toSeconds())
            .put("takeovers", list));
  }

  private static String words(Takeover one) {
    return String.format(
        Locale.ROOT, "%s %s %.1f s", one.service().schema(), one.how(), one.seconds());
  }
}
