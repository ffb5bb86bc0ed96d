package io.longshore.queue.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

  @Test
  void referencesAreReplacedInWordsAndWithinThem() {
    var result =
        Parameters.substitute(
            Pods.of("run", "Ref::in", "s3://Ref::bucket/x"), Map.of("in", "a$b", "bucket", "k"));
    assertThat(result.pod().containers().getFirst().command())
        .containsExactly("run", "a$b", "s3://k/x");
    assertThat(result.failure()).isNull();
  }

  @Test
  void aValueIsNotReadForReferencesAgain() {
    var result = Parameters.substitute(Pods.of("Ref::a"), Map.of("a", "Ref::b", "b", "no"));
    assertThat(result.pod().containers().getFirst().command()).containsExactly("Ref::b");
  }

  @Test
  void aMissingValueIsToldAndLeftStanding() {
    var result = Parameters.substitute(Pods.of("Ref::a", "Ref::c"), Map.of("a", "1"));
    assertThat(result.failure())
        .isEqualTo("Unable to substitute value. No parameter found for reference c");
    assertThat(result.pod().containers().getFirst().command()).containsExactly("1", "Ref::c");
  }

  @Test
  void submittedValuesBeatDefaults() {
    assertThat(Parameters.merge(Map.of("a", "1", "b", "1"), Map.of("b", "2")))
        .isEqualTo(Map.of("a", "1", "b", "2"));
  }
}
