package io.longshore.queue.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ArnsTest {

  private final Arns arns = new Arns("aws", "us-east-1", "000000000000");

  @Test
  void arnsHaveAwsForm() {
    assertThat(arns.queue("high")).isEqualTo("arn:aws:batch:us-east-1:000000000000:job-queue/high");
    assertThat(arns.environment("e"))
        .isEqualTo("arn:aws:batch:us-east-1:000000000000:compute-environment/e");
    assertThat(arns.definition("d", 3)).endsWith(":job-definition/d:3");
    assertThat(arns.job("x:7")).endsWith(":job/x:7");
  }

  @Test
  void nameOrArnMeansTheSame() {
    assertThat(arns.name(Arns.Kind.JOB_QUEUE, "high")).contains("high");
    assertThat(arns.name(Arns.Kind.JOB_QUEUE, arns.queue("high"))).contains("high");
  }

  @Test
  void anotherKindAccountOrRegionIsNotOurs() {
    assertThat(arns.name(Arns.Kind.JOB_QUEUE, arns.environment("e"))).isEmpty();
    assertThat(
            arns.name(Arns.Kind.JOB_QUEUE, "arn:aws:batch:eu-west-1:000000000000:job-queue/high"))
        .isEmpty();
    assertThat(arns.name(Arns.Kind.JOB_QUEUE, "arn:")).isEmpty();
    assertThat(arns.name(Arns.Kind.JOB_QUEUE, "")).isEmpty();
  }

  @Test
  void definitionsAreNamedInFourWays() {
    var any = new Arns.DefinitionRef("d", OptionalInt.empty());
    var second = new Arns.DefinitionRef("d", OptionalInt.of(2));
    assertThat(arns.definitionRef("d")).contains(any);
    assertThat(arns.definitionRef("d:2")).contains(second);
    assertThat(arns.definitionRef(arns.definition("d", 2))).contains(second);
    assertThat(arns.definitionRef(arns.of(Arns.Kind.JOB_DEFINITION, "d"))).contains(any);
    assertThat(arns.definitionRef("d:x")).isEmpty();
    assertThat(arns.definitionRef(":2")).isEmpty();
    assertThat(arns.definitionRef("d:99999999999")).isEmpty();
  }
}
