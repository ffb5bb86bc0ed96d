package io.longshore.capacity.shell.aws;

import static io.longshore.capacity.core.Some.launch;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.launch.TemplateSpec;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.GroupSpec;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * What tests of the wire to AWS share: one moto for the JVM, which a hook ends, and an environment
 * of its own for each test. moto scales at once, ignores weights and mixed policies (so types have
 * one vCPU here), and does not give the policy and the instances' types back.
 */
abstract class AgainstMoto {

  static final Look NOTHING_MORE = new Look(Set.of(), Set.of());
  static final MotoServer MOTO = MotoServer.start();
  static final AwsClients CLIENTS = new AwsClients(settings(MOTO.address(), Optional.empty()));
  static final String SUBNET =
      CLIENTS.ec2().describeSubnets().join().subnets().getFirst().subnetId();
  static final String QUEUE =
      CLIENTS.sqs().createQueue(r -> r.queueName("events")).join().queueUrl();
  private static final AtomicInteger TESTS = new AtomicInteger();

  final String uuid = "00000000-0000-0000-0000-%012d".formatted(TESTS.incrementAndGet());
  final AwsCloud cloud = cloud();

  @AfterEach
  void nothingIsLeft() {
    for (var group : seen().groups()) {
      CLIENTS
          .autoScaling()
          .deleteAutoScalingGroup(r -> r.autoScalingGroupName(group.name()).forceDelete(true))
          .join();
    }
  }

  static AwsSettings settings(URI endpoint, Optional<AwsSettings.Queue> events) {
    return new AwsSettings(
        "us-east-1",
        Optional.of(new AwsSettings.Keys("test", "test")),
        new AwsSettings.Endpoints(
            Optional.of(endpoint), Optional.of(endpoint), Optional.of(endpoint)),
        new AwsSettings.Limits(Duration.ofSeconds(20), Duration.ofSeconds(40), 2, 20),
        events);
  }

  static AwsCloud cloud() {
    var events = new AwsSettings.Queue(QUEUE, Duration.ofSeconds(1), Duration.ofSeconds(30));
    return new AwsCloud(CLIENTS, launch().names(), Optional.of(events));
  }

  TemplateSpec template(String content) {
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

  GroupSpec group(String content) {
    return new GroupSpec(
        "longshore-" + uuid + "-1-x",
        uuid,
        "longshore-" + uuid,
        Market.ON_DEMAND,
        "lowest-price",
        1,
        List.of("t2.micro"),
        List.of(SUBNET),
        content);
  }

  static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  void act(Action action) {
    Optional<ActionResult.Failure> failure = await(cloud.act(action));
    assertThat(failure).as(action.toString()).isEmpty();
  }

  Seen seen() {
    var all = await(cloud.look(NOTHING_MORE));
    return new Seen(
        all.instances().stream().filter(i -> i.environmentUuid().equals(uuid)).toList(),
        all.groups().stream().filter(g -> g.environmentUuid().equals(uuid)).toList(),
        all.templates().stream().filter(t -> t.environmentUuid().equals(uuid)).toList(),
        all.failures());
  }

  List<String> alive() {
    return seen().instances().stream()
        .filter(i -> i.state().alive())
        .map(Seen.Instance::id)
        .toList();
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(60));
  }
}
