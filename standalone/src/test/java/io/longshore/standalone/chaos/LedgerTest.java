package io.longshore.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger is read as it grows, and a line that is not whole is said. */
class LedgerTest {

  private static final String RUN = "0b5ad5a2-5b3c-4c7e-9a5e-0123456789ab";

  @TempDir Path folder;

  @Test
  void readsWholeLinesAsTheyCome() throws IOException {
    var ledger = new Ledger(folder);
    append(ledger, "a 1 pod-a " + RUN + " start 0 1700000000000\na 1 pod-a " + RUN + " en");
    assertThat(ledger.lines()).hasSize(1);
    assertThat(ledger.done()).isZero();
    append(ledger, "d 0 1700000000001\nb:3 2 pod-b " + RUN + " end 9 1700000000002\n");
    assertThat(ledger.lines()).hasSize(3);
    assertThat(ledger.lines().getLast().unit()).isEqualTo("b:3");
    assertThat(ledger.done()).isEqualTo(1);
    assertThat(ledger.unreadable()).isEmpty();
  }

  @Test
  void tellsWhatItCannotRead() throws IOException {
    var ledger = new Ledger(folder);
    append(ledger, "a 1 pod-a start\n");
    assertThat(ledger.unreadable()).containsExactly("a 1 pod-a start");
  }

  private static void append(Ledger ledger, String text) throws IOException {
    Files.writeString(ledger.file(), text, StandardOpenOption.APPEND);
  }
}
