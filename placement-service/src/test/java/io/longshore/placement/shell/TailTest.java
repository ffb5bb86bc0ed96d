package io.longshore.placement.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The end of a stream that is kept. */
class TailTest {

  private static Tail tail(String text, int most) throws IOException {
    return Tail.of(stream(text), most);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Tail tail) {
    return new String(tail.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void whatFitsIsKeptWhole() throws IOException {
    assertThat(text(tail("", 8))).isEmpty();
    assertThat(text(tail("12345678", 8))).isEqualTo("12345678");
    assertThat(tail("12345678", 8).lost()).isZero();
  }

  @Test
  void onlyTheEndIsKeptOfMoreAndWhatWasLostIsCounted() throws IOException {
    Tail tail = tail("123456789", 8);
    assertThat(text(tail)).isEqualTo("23456789");
    assertThat(tail.lost()).isOne();
  }

  @Test
  void lineLongerThanWhatIsKeptKeepsItsEnd() throws IOException {
    String line = "x".repeat(3 << 20) + "end\n";
    Tail tail = tail(line, 1 << 20);
    assertThat(tail.bytes()).hasSize(1 << 20);
    assertThat(text(tail)).endsWith("xend\n");
    assertThat(tail.lost()).isEqualTo(line.length() - (1 << 20));
  }

  @Test
  void cutNeverFallsIntoACharacter() throws IOException {
    // Two, three and four bytes each; the last three bytes of the snowman and the face are no text.
    assertThat(text(tail("aé", 1))).isEmpty();
    assertThat(text(tail("☃b", 3))).isEqualTo("b");
    assertThat(text(tail("😀cd", 5))).isEqualTo("cd");
    assertThat(tail("😀cd", 5).lost()).isEqualTo(4);
    assertThat(text(tail("z😀cd", 6))).isEqualTo("😀cd");
  }

  @Test
  void bytesThatAreNoTextAreKeptAsTheyAre() throws IOException {
    byte[] binary = new byte[64];
    Arrays.fill(binary, (byte) 0x80);
    Tail tail = Tail.of(new ByteArrayInputStream(binary), 16);
    assertThat(tail.bytes()).hasSize(16).containsOnly(0x80);
    assertThat(tail.lost()).isEqualTo(48);
  }

  @Test
  void lastLinesBeginAfterTheLineBefore() {
    byte[] three = "one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Tail.lastLines(three, 1)).isEqualTo(8);
    assertThat(Tail.lastLines(three, 2)).isEqualTo(4);
    assertThat(Tail.lastLines(three, 3)).isZero();
    assertThat(Tail.lastLines(three, 9)).isZero();
    assertThat(Tail.lastLines(three, 0)).isEqualTo(three.length);
    assertThat(Tail.lastLines("one\ntwo".getBytes(StandardCharsets.UTF_8), 1)).isEqualTo(4);
    assertThat(Tail.lastLines(new byte[0], 5)).isZero();
  }
}
