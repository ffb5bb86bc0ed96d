package io.longshore.placement.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** The end of a stream, cut anywhere. */
class TailPropertiesTest {

  @Property(tries = 300)
  void tailIsASuffixThatDecodesWithNoMoreThanThreeBytesToSpare(
      @ForAll @StringLength(max = 400) String any, @ForAll @IntRange(min = 1, max = 300) int most)
      throws IOException {
    String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Tail tail = Tail.of(new ByteArrayInputStream(bytes), most);
    assertThat(tail.bytes().length + tail.lost()).isEqualTo(bytes.length);
    assertThat(tail.bytes().length).isBetween(Math.min(bytes.length, most) - 3, most);
    assertThat(text).endsWith(decoded(tail.bytes()));
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
