package io.longshore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.ComputeResourceUpdate;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.Ec2Configuration;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.EnvironmentWire;
import io.longshore.queue.wire.Members;
import io.longshore.queue.wire.Members.Treatment;
import io.longshore.scheduler.wire.CommandsWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * queue-service's table of members against what the other services read: a member of an environment
 * that is honoured changes what capacity- or scheduler-service knows of it, one that is only stored
 * does not.
 */
class EnvironmentMembersTest {

  /** Members that have their effect in queue-service itself. */
  private static final Set<String> OWN =
      Set.of(
          "CreateComputeEnvironmentRequest.computeEnvironmentName",
          "CreateComputeEnvironmentRequest.state",
          "CreateComputeEnvironmentRequest.tags",
          "UpdateComputeEnvironmentRequest.computeEnvironment",
          "UpdateComputeEnvironmentRequest.state");

  private static final Environment ENVIRONMENT =
      new Environment(
          new Arns("aws", "us-east-1", "000000000000").environment("e"),
          "e",
          "uuid",
          true,
          true,
          EnvironmentStatus.VALID,
          "",
          "main",
          "jobs",
          Environment.Architecture.X86,
          1,
          1);

  private final Members members = new Members(table());

  private static List<String> table() {
    try (var in = Members.class.getResourceAsStream("/members.txt")) {
      byte[] text = Objects.requireNonNull(in).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CreateComputeEnvironmentRequest unmanaged() {
    return CreateComputeEnvironmentRequest.newBuilder()
        .setType(CEType.CE_TYPE_UNMANAGED)
        .setEksConfiguration(
            EksConfiguration.newBuilder().setEksClusterArn("main").setKubernetesNamespace("jobs"))
        .build();
  }

  private static CreateComputeEnvironmentRequest managed(boolean withImage) {
    var request = unmanaged().toBuilder().setType(CEType.CE_TYPE_MANAGED);
    var resources =
        request
            .getComputeResourcesBuilder()
            .setType(CRType.CR_TYPE_EC2)
            .setAllocationStrategy(CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE)
            .setMaxVcpus(16)
            .addInstanceTypes("m5.large")
            .addSubnets("subnet-1");
    if (withImage) {
      resources.addEc2Configuration(Ec2Configuration.newBuilder().setImageType("EKS_AL2023"));
    }
    return request.build();
  }

  /** What the other two know of an environment. */
  private record Known(
      Optional<io.longshore.capacity.core.Environment> capacity, CommandsWire.Read scheduler) {

    static Known of(ComputeEnvironmentDetail detail) {
      RegistryEntry entry = CommandWire.entry(detail, 1, 0, false);
      return new Known(
          io.longshore.capacity.wire.RegistryWire.read(entry.toByteString(), 0),
          CommandsWire.read(CommandWire.registry(entry)));
    }

    static Known of(CreateComputeEnvironmentRequest request) {
      return of(EnvironmentWire.write(request, ENVIRONMENT));
    }

    static Known of(UpdateComputeEnvironmentRequest request, ComputeEnvironmentDetail present) {
      var merged = EnvironmentWire.merge(present, request);
      return of(EnvironmentWire.write(present, request, merged, ENVIRONMENT));
    }
  }

  @Test
  void honouredMemberOfANewEnvironmentIsReadAndAStoredOneIsNot() {
    for (Descriptor type :
        List.of(
            CreateComputeEnvironmentRequest.getDescriptor(),
            ComputeResource.getDescriptor(),
            EksConfiguration.getDescriptor(),
            Ec2Configuration.getDescriptor())) {
      for (FieldDescriptor field : plain(type)) {
        boolean read =
            Stream.of(managed(false), managed(true), unmanaged())
                .anyMatch(
                    base ->
                        others(base, field)
                            .anyMatch(
                                other ->
                                    !Known.of((CreateComputeEnvironmentRequest) other)
                                        .equals(Known.of(base))));
        assertThat(read).as(name(field)).isEqualTo(treatment(field) == Treatment.HONOURED);
      }
    }
  }

  @Test
  void honouredMemberOfAChangeIsRead() {
    for (Descriptor type :
        List.of(
            UpdateComputeEnvironmentRequest.getDescriptor(),
            ComputeResourceUpdate.getDescriptor())) {
      for (FieldDescriptor field : plain(type)) {
        var base = UpdateComputeEnvironmentRequest.newBuilder();
        base.getComputeResourcesBuilder();
        boolean read =
            Stream.of(managed(true), unmanaged())
                .map(request -> EnvironmentWire.write(request, ENVIRONMENT))
                .anyMatch(
                    present ->
                        others(base.build(), field)
                            .anyMatch(
                                other ->
                                    !Known.of((UpdateComputeEnvironmentRequest) other, present)
                                        .equals(Known.of(present))));
        assertThat(read).as(name(field)).isEqualTo(treatment(field) == Treatment.HONOURED);
      }
    }
  }

  /** Members that are not refused and hold no further members of the table. */
  private List<FieldDescriptor> plain(Descriptor type) {
    return type.getFields().stream()
        .filter(field -> !OWN.contains(name(field)))
        .filter(field -> treatment(field) != Treatment.REFUSED)
        .filter(
            field ->
                treatment(field) == Treatment.STORED
                    || field.isMapField()
                    || field.getJavaType() != JavaType.MESSAGE)
        .toList();
  }

  private Treatment treatment(FieldDescriptor field) {
    return members.of(field).orElse(Treatment.REFUSED);
  }

  private static String name(FieldDescriptor field) {
    return field.getContainingType().getName() + "." + field.getJsonName();
  }

  /** The message with other values of the member, wherever messages of its type stand in it. */
  private static Stream<Message> others(Message message, FieldDescriptor field) {
    if (message.getDescriptorForType().equals(field.getContainingType())) {
      return values(message, field).stream()
          .map(value -> message.toBuilder().setField(field, value).build());
    }
    return message.getAllFields().entrySet().stream()
        .filter(e -> e.getKey().getJavaType() == JavaType.MESSAGE && !e.getKey().isMapField())
        .flatMap(
            e ->
                e.getValue() instanceof List<?> list
                    ? others((Message) list.getFirst(), field)
                        .map(o -> message.toBuilder().setRepeatedField(e.getKey(), 0, o).build())
                    : others((Message) e.getValue(), field)
                        .map(o -> message.toBuilder().setField(e.getKey(), o).build()));
  }

  private static List<Object> values(Message message, FieldDescriptor field) {
    var values = new ArrayList<Object>();
    switch (field.getJavaType()) {
      case ENUM -> values.addAll(field.getEnumType().getValues());
      case INT -> values.add(7);
      case BOOLEAN -> values.addAll(List.of(true, false));
      case STRING -> values.add("other");
      case MESSAGE -> values.add(message.toBuilder().newBuilderForField(field).build());
      case LONG, FLOAT, DOUBLE, BYTE_STRING -> throw new AssertionError(name(field));
    }
    if (field.isMapField()) {
      var entry = message.toBuilder().newBuilderForField(field);
      for (FieldDescriptor part : entry.getDescriptorForType().getFields()) {
        entry.setField(part, "other");
      }
      return List.of(List.of(entry.build()));
    }
    return field.isRepeated() ? List.of(List.copyOf(values)) : values;
  }
}
