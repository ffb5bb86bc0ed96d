package io.longshore.capacity.shell.aws;

import static io.longshore.capacity.core.Some.launch;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.GroupSpec;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Actions, done and refused, and what a look shows of them. */
class AwsActsTest extends AgainstMoto {

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
    CLIENTS
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
  void groupWithoutASubnetIsRefused() {
    act(new Action.EnsureTemplate(template("one")));
    var g = group("a");
    var nowhere =
        new GroupSpec(
            g.name(),
            uuid,
            g.template(),
            g.market(),
            g.allocation(),
            g.weight(),
            g.types(),
            List.of(),
            "a");
    assertThat(await(cloud.act(new Action.EnsureGroup(nowhere))))
        .hasValueSatisfying(
            f -> {
              assertThat(f.code()).isEqualTo("ValidationError");
              assertThat(f.message()).contains("VPC Subnet");
              assertThat(f.passing()).isFalse();
            });
  }

  @Test
  void groupThatIsStillBeingDeletedIsNoFaultOfItsSettings() {
    var refused =
        AutoScalingException.builder()
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("ValidationError")
                    .errorMessage("AutoScalingGroup by this name is pending delete")
                    .build())
            .build();
    assertThat(AwsActs.answered(new Action.EnsureGroup(group("a")), refused))
        .hasValueSatisfying(f -> assertThat(f.passing()).isTrue());
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

  private String runAlone() {
    var key = launch().names().environment();
    return CLIENTS
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

  private String contentTag() {
    var key = launch().names().content();
    var id =
        CLIENTS
            .ec2()
            .describeLaunchTemplates(r -> r.launchTemplateNames("longshore-" + uuid))
            .join()
            .launchTemplates()
            .getFirst()
            .launchTemplateId();
    return CLIENTS.ec2().describeTags().join().tags().stream()
        .filter(tag -> tag.resourceId().equals(id) && tag.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private int versions() {
    return CLIENTS
        .ec2()
        .describeLaunchTemplateVersions(r -> r.launchTemplateName("longshore-" + uuid))
        .join()
        .launchTemplateVersions()
        .size();
  }

  private List<String> ids(Look look) {
    return await(cloud.look(look)).instances().stream()
        .filter(i -> i.environmentUuid().equals(uuid) || i.environmentUuid().isEmpty())
        .map(Seen.Instance::id)
        .toList();
  }
}
