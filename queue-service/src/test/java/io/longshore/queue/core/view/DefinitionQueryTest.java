package io.longshore.queue.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Refused;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.view.DefinitionQuery.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefinitionQueryTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");

  private static Verdict<DefinitionQuery> query(@Nullable String name, @Nullable String status) {
    return DefinitionQuery.of(new Request(name, status, null, null), Limits.AWS.pages(), ARNS);
  }

  @Test
  void namesAreNamesOrArns() {
    assertThat(query(null, null).accepted().orElseThrow().name()).isEmpty();
    assertThat(query("", "").accepted().orElseThrow().name()).isEmpty();
    assertThat(query("d", null).accepted().orElseThrow().name()).contains("d");
    assertThat(query(ARNS.definition("d", 2), null).accepted().orElseThrow().name()).contains("d");
  }

  @Test
  void whatCanBeNoNameHasNoRevisions() {
    assertThat(query("a:b", null).accepted().orElseThrow().name()).contains("a:b");
    String queue = ARNS.queue("d");
    assertThat(query(queue, null).accepted().orElseThrow().name()).contains(queue);
  }

  @Test
  void statusIsActiveOrInactive() {
    assertThat(query(null, "ACTIVE").accepted().orElseThrow().active()).contains(true);
    assertThat(query(null, "INACTIVE").accepted().orElseThrow().active()).contains(false);
    Refused.at(query(null, "active").refusal(), "status");
  }
}
