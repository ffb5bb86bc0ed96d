package io.longshore.queue.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildrenTest {

  private static BitSet bits(int... set) {
    var bits = new BitSet();
    for (int i : set) {
      bits.set(i);
    }
    return bits;
  }

  @Test
  void bitsSayWhereUnstartedChildrenStand() {
    var children = new Children(4, JobStatus.PENDING, bits(1), bits(2));
    assertThat(children.unstarted(0)).isEqualTo(JobStatus.SUBMITTED);
    assertThat(children.unstarted(1)).isEqualTo(JobStatus.PENDING);
    assertThat(children.unstarted(2)).isEqualTo(JobStatus.RUNNABLE);
  }

  @Test
  void childrenThatNeverStartedEndWithTheirParent() {
    var children = new Children(4, JobStatus.FAILED, bits(1), bits(2));
    assertThat(children.unstarted(1)).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void aRowIsNewerThanABit() {
    var children = new Children(3, JobStatus.PENDING, bits(), bits(0, 1, 2));
    assertThat(children.page(Map.of(1, JobStatus.RUNNING), JobStatus.RUNNABLE, -1, 10).indexes())
        .containsExactly(0, 2);
    assertThat(children.page(Map.of(1, JobStatus.RUNNING), JobStatus.RUNNING, -1, 10).indexes())
        .containsExactly(1);
  }
}
