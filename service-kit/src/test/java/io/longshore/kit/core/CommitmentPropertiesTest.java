package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Commitment.Failure;
import io.longshore.kit.core.Commitment.Next;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CommitmentPropertiesTest {

  @Property
  void databaseThatIsNotWellNeverCondemnsAStep(@ForAll List<Boolean> unread) {
    var database = new Commitment();
    for (boolean failsToo : unread) {
      assertThat(database.failed(Failure.PASSING)).isInstanceOf(Next.ReadBack.class);
      if (failsToo) {
        assertThat(database.unread()).isInstanceOf(Next.ReadBack.class);
      }
      assertThat(database.read(CommitVerdict.AGAIN)).isInstanceOf(Next.Commit.class);
    }
    assertThat(database.failures()).isEqualTo(unread.size());
  }
}
