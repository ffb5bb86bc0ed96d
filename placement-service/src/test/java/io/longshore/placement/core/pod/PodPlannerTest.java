package io.longshore.placement.core.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.LaunchId.Part;
import io.longshore.placement.core.Samples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodPlannerTest {

  private final PodPlanner planner = new PodPlanner(Samples.NAMES, Set.of("batch"));

  @Test
  void variablesOfUsersNeitherReplaceOursNorComeBeforeThem() {
    PodPlan plan =
        plan(
            ofContainer(
                List.of("run"),
                List.of(
                    new Container.Variable("AWS_BATCH_JOB_ID", "mine"),
                    new Container.Variable("OUT", "/out/$(AWS_BATCH_JOB_ID)")),
                false));
    var env = plan.containers().getFirst().env();
    assertThat(env.getFirst())
        .isEqualTo(new Container.Variable("AWS_BATCH_JOB_ID", Samples.JOB + ":4"));
    assertThat(env.getLast()).isEqualTo(new Container.Variable("OUT", "/out/$(AWS_BATCH_JOB_ID)"));
    assertThat(env).extracting(Container.Variable::name).doesNotHaveDuplicates();
  }

  @Test
  void commandOfContainerPropertiesReplacesCmdAndIsTakenLiterally() {
    PodPlan plan =
        plan(
            ofContainer(
                List.of("sh", "-c", "echo $HOME $(date) $(AWS_BATCH_JOB_ID) $$ $$(X)"),
                List.of(),
                true));
    Container c = plan.containers().getFirst();
    assertThat(c.command()).isEmpty();
    assertThat(c.args())
        .containsExactly("sh", "-c", "echo $HOME $(date) $$(AWS_BATCH_JOB_ID) $$$$ $$$$(X)");
  }

  @Test
  void requestsAreTheLimitsWhereOnlyLimitsAreGiven() {
    PodPlan plan = plan(ofContainer(List.of(), List.of(), false));
    assertThat(plan.containers().getFirst().requests())
        .isEqualTo(Map.of("cpu", "1", "memory", "64Mi"));
  }

  @Test
  void managedNodesAreMetByTheirInstanceAndUnmanagedOnesByNameAlone() {
    assertThat(plan(Samples.template(Samples.container("a"))).nodeSelector())
        .isEqualTo(Map.of("batch.longshore.io/instance-id", "i-n1"));
    var unmanaged =
        new Order(
            Samples.LAUNCH,
            1,
            new Order.Place("n1", "u", ""),
            "",
            "q/x",
            "j",
            0,
            0,
            Samples.template(Samples.container("a")));
    var planned = planner.plan(unmanaged, Samples.ENVIRONMENT, 1);
    assertThat(((PodPlanner.Planned.Fits) planned).plan().nodeSelector()).isEmpty();
  }

  @Test
  void namespaceNotServedIsRefused() {
    var elsewhere = new PodPlanner(Samples.NAMES, Set.of("other"));
    assertThat(elsewhere.plan(Samples.order(Samples.LAUNCH, "n1"), Samples.ENVIRONMENT, 1))
        .isInstanceOf(PodPlanner.Planned.Unfit.class);
  }

  private PodPlan plan(PodTemplate template) {
    var order =
        new Order(
            new LaunchId(Samples.JOB, new Part.Child(4), 2),
            1,
            Samples.place("n1"),
            Samples.ENVIRONMENT.arn(),
            "arn:aws:batch:us-east-1:000000000000:job-queue/high",
            "job",
            10,
            0,
            template);
    return ((PodPlanner.Planned.Fits) planner.plan(order, Samples.ENVIRONMENT, 7)).plan();
  }

  private static PodTemplate ofContainer(
      List<String> command, List<Container.Variable> env, boolean fromContainerProperties) {
    var c = Samples.container("");
    var container =
        new Container(
            c.name(),
            c.image(),
            "",
            command,
            List.of(),
            env,
            c.limits(),
            Map.of(),
            List.of(),
            null);
    var t = Samples.template(container);
    return new PodTemplate(
        "",
        "",
        null,
        "",
        List.of(),
        List.of(),
        t.containers(),
        List.of(),
        Map.of(),
        Map.of(),
        null,
        null,
        fromContainerProperties,
        Map.of());
  }
}
