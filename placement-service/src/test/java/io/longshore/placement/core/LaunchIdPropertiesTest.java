package io.longshore.placement.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.LaunchId.Part;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Names of pods. */
class LaunchIdPropertiesTest {

  @Property
  void podNameReadsBack(
      @ForAll @IntRange(min = 0, max = 2) int kind,
      @ForAll @IntRange(min = 0, max = 9999) int index,
      @ForAll @IntRange(min = 1, max = 999_999) int launch) {
    Part part =
        switch (kind) {
          case 0 -> new Part.Whole();
          case 1 -> new Part.Child(index);
          default -> new Part.Member(index);
        };
    var id = new LaunchId(Samples.JOB, part, launch);
    assertThat(LaunchId.ofPodName(id.podName())).contains(id);
    assertThat(id.podName()).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9-]+");
  }
}
