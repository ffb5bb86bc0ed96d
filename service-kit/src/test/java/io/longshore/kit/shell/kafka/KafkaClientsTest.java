package io.longshore.kit.shell.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

  @Test
  void nameThatDoesNotResolveIsToldAsTheReason() {
    var clients = new KafkaClients(Map.of("bootstrap.servers", "broker.invalid:9092"));
    for (ThrowingCallable make :
        List.<ThrowingCallable>of(clients::admin, clients::consumer, clients::producer)) {
      assertThatThrownBy(make)
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("No resolvable bootstrap urls");
    }
  }
}
