package io.longshore.queue.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsTest {

  private static final Limits.Tagging LIMITS = Limits.AWS.tagging();

  @Test
  void ordinaryTagsPass() {
    assertThat(
            Tags.check("tags", Map.of("team", "søk & find".replace(" &", ""), "a/b", ""), LIMITS))
        .isEmpty();
  }

  @Test
  void fiftyTagsAreTheMost() {
    var tags = new HashMap<String, String>();
    for (int i = 0; i < 51; i++) {
      tags.put("k" + i, "v");
    }
    Refused.at(Tags.check("tags", tags, LIMITS), "tags");
    tags.remove("k50");
    assertThat(Tags.check("tags", tags, LIMITS)).isEmpty();
  }

  @Test
  void keysAndValuesHaveBounds() {
    Refused.at(Tags.check("tags", Map.of("", "v"), LIMITS), "tags.");
    Refused.at(Tags.check("tags", Map.of("k".repeat(129), ""), LIMITS), "tags." + "k".repeat(129));
    Refused.at(Tags.check("tags", Map.of("k", "v".repeat(257)), LIMITS), "tags.k");
    Refused.at(Tags.check("tags", Map.of("AWS:x", "v"), LIMITS), "tags.AWS:x");
    Refused.at(Tags.check("tags", Map.of("k", "a;b"), LIMITS), "tags.k");
  }

  @Test
  void addingOverwritesAndKeepsTheRest() {
    assertThat(Tags.add(Map.of("a", "1", "b", "2"), Map.of("b", "3"), LIMITS).accepted())
        .contains(Map.of("a", "1", "b", "3"));
    Refused.at(Tags.add(Map.of(), Map.of(), LIMITS).refusal(), "tags");
  }

  @Test
  void removingIgnoresUnknownKeys() {
    assertThat(Tags.remove(Map.of("a", "1", "b", "2"), List.of("b", "c"), LIMITS).accepted())
        .contains(Map.of("a", "1"));
    Refused.at(Tags.remove(Map.of("a", "1"), List.of(), LIMITS).refusal(), "tagKeys");
  }
}
