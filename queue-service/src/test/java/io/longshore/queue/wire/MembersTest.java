package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.kit.core.Refusal;
import io.longshore.queue.wire.Members.Treatment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
