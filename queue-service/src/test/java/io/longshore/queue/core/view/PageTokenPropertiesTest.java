package io.longshore.queue.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

/** Tokens of pages. */
class PageTokenPropertiesTest {

  @Property
  void tokensReadAsTheyWereWritten(
      @ForAll String question,
      @ForAll @AlphaChars @StringLength(max = 30) String key,
      @ForAll long millis) {
    String token = PageToken.write(question, Long.toString(millis), key);
    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(PageToken.read(token, question, 2)).contains(List.of(Long.toString(millis), key));
    assertThat(PageToken.read(token, question + "x", 2)).isEmpty();
    assertThat(PageToken.read(token, question, 3)).isEmpty();
  }

  @Property
  void whateverElseIsNoToken(@ForAll String text) {
    assertThat(PageToken.read(text, "q", 1)).isEmpty();
  }
}
