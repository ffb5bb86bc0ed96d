package io.longshore.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longshore.standalone.chaos.Order.Program;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An instance that takes connections and answers nothing ends no run's patience, but its own. */
@Timeout(30)
class ClientTest {

  private static final Duration DEADLINE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Test
  void jobsOfWhichNobodySaysAnythingHaveNotEnded() throws Exception {
    try (var hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var client = client(hung)) {
      assertThat(client.see(List.of("a", "b")))
          .containsOnlyKeys("a", "b")
          .allSatisfy((_, seen) -> assertThat(seen.status()).isEqualTo(Seen.Status.OPEN));
    }
  }

  @Test
  void submissionThatNobodyAnswersComesToAnEnd() throws Exception {
    try (var hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var client = client(hung)) {
      var order = Order.single("a", Program.works(1));
      assertThatThrownBy(() -> client.submit("queue", order, Map.of()))
          .isInstanceOf(Client.Unanswered.class);
    }
  }

  private static Client client(ServerSocket hung) {
    return new Client(List.of("127.0.0.1:" + hung.getLocalPort()), DEADLINE, PATIENCE);
  }
}
