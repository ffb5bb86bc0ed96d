package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Others.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kafka's name cannot be resolved: no restart mends that, so none is asked for. */
@QuarkusTest
@TestProfile(KafkaUnnamedQTest.Profile.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class KafkaUnnamedQTest extends WithCaller {

  /** A name that never resolves (RFC 2606). */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("kafka.bootstrap.servers", "broker.invalid:9092");
    }
  }

  @Test
  void processStaysAliveAndSaysWhy() {
    soon().until(() -> probe("well").statusCode() == 503);
    soon().untilAsserted(() -> assertThat(probe("ready").body()).contains("resolvable"));
    for (var probe : new String[] {"started", "live", "ready"}) {
      var answer = probe(probe);
      assertThat(answer.statusCode()).as(probe + " " + answer.body()).isEqualTo(200);
    }
  }
}
