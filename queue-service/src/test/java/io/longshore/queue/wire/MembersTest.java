package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.UnknownFieldSet;
import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.kit.core.Refusal;
import io.longshore.queue.wire.Members.Treatment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MembersTest {

  private static final List<Descriptor> REQUESTS =
      List.of(
          CreateComputeEnvironmentRequest.getDescriptor(),
          UpdateComputeEnvironmentRequest.getDescriptor(),
          CreateJobQueueRequest.getDescriptor(),
          UpdateJobQueueRequest.getDescriptor(),
          RegisterJobDefinitionRequest.getDescriptor(),
          SubmitJobRequest.getDescriptor());

  private static final String BEGIN = "<!-- refused members: made from members.txt -->\n";
  private static final String END = "<!-- end of refused members -->";

  private final Members members = new Members(table());

  private static List<String> table() {
    try (var in = Members.class.getResourceAsStream("/members.txt")) {
      byte[] text = Objects.requireNonNull(in).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyMemberOfARequestHasALine() {
    assertThat(reachable())
        .allSatisfy(field -> assertThat(members.of(field)).as(name(field)).isPresent());
  }

  @Test
  void noLineNamesAMemberThatDoesNotExist() {
    var there = new TreeSet<>(reachable().stream().map(MembersTest::name).toList());
    var lines = new TreeSet<String>();
    Arrays.stream(Treatment.values()).map(members::with).forEach(lines::addAll);
    assertThat(lines).isEqualTo(there);
  }

  /** With {@code -Dgolden.update} this test writes the list. */
  @Test
  void readmeListsWhatIsRefused() throws IOException {
    Path page = Path.of(System.getProperty("repository.root", "..")).resolve("README.md");
    String text = Files.readString(page);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    assertThat(from).as("%s has the marks of the list", page).isGreaterThan(BEGIN.length());
    assertThat(to).isGreaterThan(from);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(page, text.substring(0, from) + refused() + text.substring(to));
    } else {
      assertThat(text.substring(from, to))
          .as("run this test with -Dgolden.update to write %s anew", page)
          .isEqualTo(refused());
    }
  }

  /** A line for each operation or structure that has such members. */
  private String refused() {
    var byType = new TreeMap<String, List<String>>();
    for (String member : members.with(Treatment.REFUSED)) {
      int dot = member.indexOf('.');
      String type = member.substring(0, dot).replaceFirst("Request$", "");
      byType
          .computeIfAbsent(type, _ -> new ArrayList<>())
          .add("`" + member.substring(dot + 1) + "`");
    }
    return byType.entrySet().stream()
        .map(e -> "- " + e.getKey() + ": " + String.join(", ", e.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  /** The members of the requests, and of what stands in members that are honoured. */
  private List<FieldDescriptor> reachable() {
    var fields = new ArrayList<FieldDescriptor>();
    Set<Descriptor> seen = new HashSet<>();
    var open = new ArrayDeque<>(REQUESTS);
    while (!open.isEmpty()) {
      Descriptor message = open.remove();
      if (seen.add(message)) {
        fields.addAll(message.getFields());
        message.getFields().stream()
            .filter(f -> f.getJavaType() == JavaType.MESSAGE && !f.isMapField())
            .filter(f -> members.of(f).equals(Optional.of(Treatment.HONOURED)))
            .forEach(f -> open.add(f.getMessageType()));
      }
    }
    return fields;
  }

  private static String name(FieldDescriptor field) {
    return field.getContainingType().getName() + "." + field.getJsonName();
  }

  @Test
  void refusedMemberIsNamedByItsPath() {
    var request = SubmitJobRequest.newBuilder();
    request.getContainerOverridesBuilder().setInstanceType("m5.large");
    assertThat(members.check(request.build()))
        .contains(new Refusal.NotHonoured("containerOverrides.instanceType"));
  }

  @Test
  void memberWithoutALineIsRefusedInsideAList() {
    var some =
        new Members(List.of("SubmitJobRequest.dependsOn honoured", "JobDependency.jobId honoured"));
    var request = SubmitJobRequest.newBuilder();
    request.addDependsOnBuilder().setJobId("a");
    assertThat(some.check(request.build())).isEmpty();
    request.addDependsOnBuilder().setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_SEQUENTIAL);
    assertThat(some.check(request.build())).contains(new Refusal.NotHonoured("dependsOn[1].type"));
  }

  @Test
  void valueThatTheContractDoesNotKnowIsRefusedByItsPath() {
    var queue = CreateJobQueueRequest.newBuilder().setJobQueueName("q").setStateValue(99).build();
    assertThat(members.check(queue))
        .contains(new Refusal.Invalid("state", "99 is no value of JQState"));
    var submit = SubmitJobRequest.newBuilder();
    submit.addDependsOnBuilder().setJobId("a");
    submit.addDependsOnBuilder().setTypeValue(7);
    assertThat(members.check(submit.build()))
        .contains(new Refusal.Invalid("dependsOn[1].type", "7 is no value of ArrayJobDependency"));
    var list = RegisterJobDefinitionRequest.newBuilder().addPlatformCapabilitiesValue(50);
    assertThat(members.check(list.build()))
        .contains(
            new Refusal.Invalid("platformCapabilities[0]", "50 is no value of PlatformCapability"));
    var read = ListJobsRequest.newBuilder().setJobStatusValue(12).build();
    assertThat(Members.unknown(read))
        .contains(new Refusal.Invalid("jobStatus", "12 is no value of JobStatus"));
    assertThat(Members.unknown(read.toBuilder().setJobStatusValue(1).build())).isEmpty();
  }

  @Test
  void fieldOfANewerContractIsRefusedByItsPath() {
    var newer =
        UnknownFieldSet.newBuilder()
            .addField(901, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    var request = CreateComputeEnvironmentRequest.newBuilder().setUnknownFields(newer);
    assertThat(members.check(request.build()))
        .contains(
            new Refusal.Invalid(
                "901", "CreateComputeEnvironmentRequest has no member of this number"));
    // Inside what is only stored too.
    var stored = RegisterJobDefinitionRequest.newBuilder();
    stored
        .getContainerPropertiesBuilder()
        .getLogConfigurationBuilder()
        .addSecretOptionsBuilder()
        .setUnknownFields(newer);
    assertThat(members.check(stored.build()))
        .contains(
            new Refusal.Invalid(
                "containerProperties.logConfiguration.secretOptions[0].901",
                "Secret has no member of this number"));
  }

  @Test
  void emptyTextIsNothing() {
    var request = CreateJobQueueRequest.newBuilder().setSchedulingPolicyArn("");
    assertThat(members.check(request.build())).isEmpty();
    assertThat(members.check(request.setSchedulingPolicyArn("arn").build())).isPresent();
  }

  @Test
  void whatIsStoredIsNotLookedInto() {
    var request = RegisterJobDefinitionRequest.newBuilder();
    request.getContainerPropertiesBuilder().getLogConfigurationBuilder().putOptions("a", "b");
    assertThat(members.check(request.build())).isEmpty();
  }
}
