package io.longshore.kit.shell.cell;

import static io.longshore.kit.shell.cell.Ends.soon;
import static io.longshore.kit.shell.cell.Ends.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that does not come: after a while somebody hears of it. */
class GapTest {

  private final Ends ends = new Ends();
  private final Logger logger = Logger.getLogger(CellMetrics.class.getName());
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          said.add(
              record.getParameters() == null
                  ? record.getMessage()
                  : record.getMessage().formatted(record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    logger.removeHandler(handler);
    ends.close();
  }

  @Test
  void gapThatLastsIsAnAlarmUntilItIsClosed() {
    ends.toRight(1, "w1");
    ends.toRight(3, "w3");
    var right = ends.right();
    soon()
        .untilAsserted(
            () ->
                assertThat(right.runtime().problems())
                    .hasEntrySatisfying(
                        "left>right#0", why -> assertThat(why).contains("waits for message 2")));
    assertThat(gaps(right)).isEqualTo(1);
    assertThat(said).anyMatch(line -> line.contains("stream=left>right#0 expected=2"));
    assertThat(right.program().heard()).isEqualTo(words(1));
    ends.toRight(2, "w2", "w3");
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(3)));
    soon().untilAsserted(() -> assertThat(right.runtime().problems()).isEmpty());
    assertThat(gaps(right)).isZero();
  }

  private static double gaps(Ends.End end) {
    return end.kit().meters().get(CellMetrics.GAPS).gauge().value();
  }
}
