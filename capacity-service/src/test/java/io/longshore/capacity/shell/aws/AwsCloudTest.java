package io.longshore.capacity.shell.aws;

import static io.longshore.capacity.core.Some.launch;
import static io.longshore.capacity.core.Some.rules;
import static io.longshore.capacity.core.Some.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Environment.Life;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Strategy;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.interrupt.Notice;
import io.longshore.capacity.core.launch.TemplateSpec;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.CapacityCell;
import io.longshore.capacity.core.reconcile.GroupSpec;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Observation;
import io.longshore.capacity.core.reconcile.Report.Fact;
import io.longshore.capacity.core.reconcile.Seen;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The wire to AWS against moto. moto scales at once, ignores weights and mixed policies (so types
 * have one vCPU here), and does not give the policy and the instances' types back (so {@link
 * #asAws} fills them in).
 */
class AwsCloudTest {

  private static final Look NOTHING_MORE = new Look(Set.of(), Set.of());
  private static MotoServer moto;
  private static AwsClients clients;
  private static String subnet;
  private static String queue;
  private static int tests;

  private String uuid;
  private AwsCloud cloud;

  @BeforeAll
  static void startMoto() {
    moto = MotoServer.start();
    clients = new AwsClients(settings(moto.address(), Optional.empty()));
    subnet = clients.ec2().describeSubnets().join().subnets().getFirst().subnetId();
    queue = clients.sqs().createQueue(r -> r.queueName("events")).join().queueUrl();
  }

  @AfterAll
  static void stopMoto() {
    clients.close();
    moto.close();
  }

  @BeforeEach
  void environment() {
    uuid = "00000000-0000-0000-0000-%012d".formatted(++tests);
    cloud = cloud();
  }

  @AfterEach
  void nothingIsLeft() {
    for (var group : seen().groups()) {
      clients
          .autoScaling()
          .deleteAutoScalingGroup(r -> r.autoScalingGroupName(group.name()).forceDelete(true))
          .join();
    }
  }

  @Test
  void catalogueSaysWhatTypesHave() {
    var types = await(cloud.instanceTypes());
    var catalogue = new Catalogue(types);
    assertThat(types).hasSizeGreaterThan(800);
    assertThat(catalogue.type("m5.xlarge"))
        .hasValue(
            new InstanceType(
                "m5.xlarge", 4, 16L << 30, 0, "amd64", 58, InstanceType.Traits.ORDINARY));
    assertThat(catalogue.type("g4dn.12xlarge"))
        .hasValueSatisfying(t -> assertThat(t.gpus()).isEqualTo(4));
    assertThat(catalogue.type("m6g.large"))
        .hasValueSatisfying(t -> assertThat(t.architecture()).isEqualTo("arm64"));
    assertThat(catalogue.type("m5.metal"))
        .hasValueSatisfying(t -> assertThat(t.traits().bareMetal()).isTrue());
  }

  @Test
  void spotPricesAreThoseOfTheCheapestZone() {
    assertThat(await(cloud.spotPrices(Set.of("t2.micro"))).spot()).containsOnlyKeys("t2.micro");
  }

  @Test
  void templateHasAVersionForEachContent() {
    act(new Action.EnsureTemplate(template("one")));
    act(new Action.EnsureTemplate(template("one")));
    assertThat(seen().templates())
        .containsExactly(new Seen.Template("longshore-" + uuid, uuid, "one"));
    assertThat(versions()).isEqualTo(1);
    act(new Action.EnsureTemplate(template("two")));
    // moto shows a template's tags as they were when it was made; as tags it has the new ones.
    assertThat(contentTag()).isEqualTo("two");
    assertThat(versions()).isEqualTo(2);
    act(new Action.DeleteTemplate("longshore-" + uuid));
    assertThat(seen().templates()).isEmpty();
  }

  @Test
  void groupIsMadeOnceGrowsShrinksByNameAndGoes() {
    act(new Action.EnsureTemplate(template("one")));
    act(new Action.EnsureGroup(group("a")));
    act(new Action.EnsureGroup(group("b")));
    assertThat(seen().groups())
        .singleElement()
        .satisfies(
            g -> {
              assertThat(g.content()).isEqualTo("b");
              assertThat(g.settled()).isTrue();
              assertThat(g.desired()).isZero();
            });
    var name = group("b").name();
    act(new Action.SetDesired(name, 2, 5));
    act(new Action.SetDesired(name, 2, 5));
    var grown = seen();
    assertThat(grown.groups().getFirst().members()).hasSize(2).allMatch(Seen.Member::active);
    assertThat(grown.instances())
        .hasSize(2)
        .allSatisfy(
            i -> {
              assertThat(i.environmentUuid()).isEqualTo(uuid);
              assertThat(i.content()).isEqualTo("one");
              assertThat(i.state()).isEqualTo(Seen.State.RUNNING);
              assertThat(i.market()).isEqualTo(Market.ON_DEMAND);
              assertThat(i.zone()).startsWith("us-east-1");
            });
    var id = grown.instances().getFirst().id();
    act(new Action.EndInstance(id, name, true));
    var shrunk = seen();
    assertThat(shrunk.groups().getFirst().desired()).isEqualTo(1);
    assertThat(shrunk.instances())
        .filteredOn(i -> i.id().equals(id))
        .singleElement()
        .satisfies(
            i -> {
              assertThat(i.state()).isEqualTo(Seen.State.TERMINATED);
              assertThat(i.stateReason())
                  .isEqualTo("Client.UserInitiatedShutdown: User initiated shutdown");
            });
    act(
        new Action.EndInstance(
            shrunk.groups().getFirst().members().getFirst().instanceId(), name, true));
    act(new Action.DeleteGroup(name));
    assertThat(seen().groups()).isEmpty();
  }

  @Test
  void instanceIsFoundByItsIdThoughItsTagIsGone() {
    var id = runAlone();
    clients
        .ec2()
        .deleteTags(r -> r.resources(id).tags(tag(launch().names().environment(), uuid)))
        .join();
    assertThat(ids(NOTHING_MORE)).doesNotContain(id);
    assertThat(ids(new Look(Set.of(id, "i-0123456789abcdef0"), Set.of()))).containsExactly(id);
    act(new Action.EndInstance(id, "", false));
    assertThat(await(cloud.look(new Look(Set.of(id), Set.of()))).instances())
        .filteredOn(i -> i.id().equals(id))
        .singleElement()
        .satisfies(i -> assertThat(i.state()).isEqualTo(Seen.State.TERMINATED));
    act(new Action.EndInstance("i-0123456789abcdef0", "", false));
  }

  @Test
  void refusalIsAnAnswer() {
    var refused = await(cloud.act(new Action.SetDesired("longshore-none", 1, 1)));
    assertThat(refused)
        .hasValueSatisfying(
            f -> {
              assertThat(f.code()).isEqualTo("ValidationError");
              assertThat(f.passing()).isFalse();
            });
  }

  @Test
  void silenceIsNoRefusal() {
    var settings = settings(URI.create("http://127.0.0.1:1"), Optional.empty());
    try (var dead = new AwsClients(settings)) {
      var nobody = new AwsCloud(dead, launch().names(), Optional.empty());
      assertThat(await(nobody.act(new Action.SetDesired("g", 1, 1))))
          .hasValueSatisfying(f -> assertThat(f.passing()).isTrue());
    }
  }

  @Test
  void eventsComeUntilTheyAreDeleted() {
    send("not json");
    send(
        """
        {"version":"0","id":"1","detail-type":"EC2 Spot Instance Interruption Warning",
         "source":"aws.ec2","account":"123456789012","time":"2026-03-01T00:00:00Z",
         "region":"us-east-1","resources":["arn:aws:ec2:us-east-1b:instance/i-0b6"],
         "detail":{"instance-id":"i-0b6","instance-action":"terminate"}}
        """);
    var events = new ArrayList<>(await(cloud.receive()));
    while (events.size() < 2) {
      events.addAll(await(cloud.receive()));
    }
    assertThat(events)
        .extracting(Notice::read)
        .contains(
            new Notice.Interruption("i-0b6", "terminate", Instant.parse("2026-03-01T00:00:00Z")))
        .anyMatch(n -> n instanceof Notice.Unknown);
    await(cloud.delete(events.stream().map(e -> e.receipt()).toList()).replaceWith(true));
    assertThat(
            clients
                .sqs()
                .getQueueAttributes(r -> r.queueUrl(queue).attributeNamesWithStrings("All"))
                .join()
                .attributesAsStrings())
        .containsEntry("ApproximateNumberOfMessages", "0")
        .containsEntry("ApproximateNumberOfMessagesNotVisible", "0");
  }

  @Test
  void cellGrowsAdoptsAfterARestartAndClears() {
    var environment = environment(1, Life.ACTIVE);
    var first = new Pass(new CapacityCell(rules()));
    first.hears(environment, demand(1, 2, List.of()));
    first.runs(4);
    var alive = alive();
    assertThat(alive).hasSize(2);
    assertThat(first.facts).hasSize(2).allMatch(f -> f instanceof Fact.Launched);

    var second = new Pass(new CapacityCell(rules()));
    second.hears(environment, demand(1, 2, List.of()));
    second.runs(3);
    assertThat(alive()).isEqualTo(alive);
    assertThat(second.actions).isEmpty();

    second.hears(environment(2, Life.DELETING), demand(2, 0, alive));
    second.runs(6);
    assertThat(alive()).isEmpty();
    assertThat(seen().groups()).isEmpty();
    assertThat(seen().templates()).isEmpty();
    assertThat(second.facts).filteredOn(f -> f instanceof Fact.Terminated).hasSize(2);
  }

  /** Runs a cell against moto: look, step, act. */
  private final class Pass {
    final List<Fact> facts = new ArrayList<>();
    final List<Action> actions = new ArrayList<>();
    private final CapacityCell cell;
    private final Catalogue catalogue =
        new Catalogue(
            List.of(
                new InstanceType(
                    "t2.micro", 1, 1L << 30, 0, "amd64", 4, InstanceType.Traits.ORDINARY)));

    Pass(CapacityCell cell) {
      this.cell = cell;
    }

    void hears(Environment environment, Demand demand) {
      step(List.of(environment), List.of(demand), Optional.empty());
    }

    void runs(int passes) {
      for (int i = 0; i < passes; i++) {
        var seen = asAws(await(cloud.look(cell.look())));
        step(
            List.of(),
            List.of(),
            Optional.of(new Observation(seen, catalogue, Prices.UNKNOWN, List.of())));
      }
    }

    private void step(
        List<Environment> environments, List<Demand> demands, Optional<Observation> seen) {
      var out =
          cell.step(new CapacityCell.Input(Instant.now(), environments, demands, List.of(), seen));
      out.reports().forEach(report -> facts.add(report.fact()));
      for (var todo : out.actions()) {
        actions.addAll(todo.actions());
        todo.actions().forEach(AwsCloudTest.this::act);
      }
    }
  }

  private static Seen asAws(Seen seen) {
    return new Seen(
        seen.instances().stream()
            .map(
                i ->
                    new Seen.Instance(
                        i.id(),
                        i.environmentUuid(),
                        "t2.micro",
                        i.zone(),
                        i.market(),
                        i.state(),
                        i.launchedAt(),
                        i.stateReason(),
                        i.content()))
            .toList(),
        seen.groups().stream()
            .map(
                g ->
                    new Seen.Group(
                        g.name(),
                        g.environmentUuid(),
                        g.content(),
                        List.of("t2.micro"),
                        g.desired(),
                        g.settled(),
                        g.members()))
            .toList(),
        seen.templates(),
        seen.failures());
  }

  private static AwsSettings settings(URI endpoint, Optional<AwsSettings.Queue> events) {
    return new AwsSettings(
        "us-east-1",
        Optional.of(new AwsSettings.Keys("test", "test")),
        new AwsSettings.Endpoints(
            Optional.of(endpoint), Optional.of(endpoint), Optional.of(endpoint)),
        new AwsSettings.Limits(Duration.ofSeconds(20), Duration.ofSeconds(40), 2, 20),
        events);
  }

  private static AwsCloud cloud() {
    var events = new AwsSettings.Queue(queue, Duration.ofSeconds(1), Duration.ofSeconds(30));
    return new AwsCloud(clients, launch().names(), Optional.of(events));
  }

  private Environment environment(long version, Life life) {
    return new Environment(
        "arn:" + uuid,
        "burst",
        uuid,
        version,
        life,
        true,
        "demo",
        new Environment.Compute(
            Market.ON_DEMAND,
            Strategy.BEST_FIT_PROGRESSIVE,
            8,
            List.of("t2.micro"),
            new Environment.Image("ami-12c6146b", "", ""),
            new Environment.Placement(List.of(subnet), List.of(), "", "", ""),
            Map.of(),
            ""));
  }

  private Demand demand(long version, int waiting, List<String> released) {
    return new Demand(
        "arn:" + uuid,
        version,
        0,
        8,
        waiting == 0 ? List.of() : List.of(new Waiting(shape(1, 0.5), waiting)),
        Set.of(),
        Set.copyOf(released),
        Set.of(),
        Instant.now());
  }

  private TemplateSpec template(String content) {
    return new TemplateSpec(
        "longshore-" + uuid,
        uuid,
        "ami-12c6146b",
        "#!/bin/bash\necho " + content + "\n",
        new Environment.Placement(List.of(), List.of(), "", "", ""),
        Map.of(
            launch().names().environment(), uuid,
            launch().names().content(), content),
        content);
  }

  private GroupSpec group(String content) {
    return new GroupSpec(
        "longshore-" + uuid + "-1-x",
        uuid,
        "longshore-" + uuid,
        Market.ON_DEMAND,
        "lowest-price",
        1,
        List.of("t2.micro"),
        List.of(subnet),
        content);
  }

  private String runAlone() {
    var key = launch().names().environment();
    return clients
        .ec2()
        .runInstances(
            r ->
                r.imageId("ami-12c6146b")
                    .minCount(1)
                    .maxCount(1)
                    .tagSpecifications(
                        TagSpecification.builder()
                            .resourceType("instance")
                            .tags(tag(key, uuid))
                            .build()))
        .join()
        .instances()
        .getFirst()
        .instanceId();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void send(String body) {
    assertThat(
            clients.sqs().sendMessage(r -> r.queueUrl(queue).messageBody(body)).join().messageId())
        .isNotEmpty();
  }

  private String contentTag() {
    var key = launch().names().content();
    var id =
        clients
            .ec2()
            .describeLaunchTemplates(r -> r.launchTemplateNames("longshore-" + uuid))
            .join()
            .launchTemplates()
            .getFirst()
            .launchTemplateId();
    return clients.ec2().describeTags().join().tags().stream()
        .filter(tag -> tag.resourceId().equals(id) && tag.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private int versions() {
    return clients
        .ec2()
        .describeLaunchTemplateVersions(r -> r.launchTemplateName("longshore-" + uuid))
        .join()
        .launchTemplateVersions()
        .size();
  }

  private void act(Action action) {
    Optional<ActionResult.Failure> failure = await(cloud.act(action));
    assertThat(failure).as(action.toString()).isEmpty();
  }

  private Seen seen() {
    var all = await(cloud.look(NOTHING_MORE));
    return new Seen(
        all.instances().stream().filter(i -> i.environmentUuid().equals(uuid)).toList(),
        all.groups().stream().filter(g -> g.environmentUuid().equals(uuid)).toList(),
        all.templates().stream().filter(t -> t.environmentUuid().equals(uuid)).toList(),
        all.failures());
  }

  private List<String> alive() {
    return seen().instances().stream()
        .filter(i -> i.state().alive())
        .map(Seen.Instance::id)
        .toList();
  }

  private List<String> ids(Look look) {
    return await(cloud.look(look)).instances().stream()
        .filter(i -> i.environmentUuid().equals(uuid) || i.environmentUuid().isEmpty())
        .map(Seen.Instance::id)
        .toList();
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(60));
  }
}
