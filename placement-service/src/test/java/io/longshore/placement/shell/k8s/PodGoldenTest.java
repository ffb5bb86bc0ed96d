package io.longshore.placement.shell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.api.internal.v1.StartLaunch;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.pod.Environment;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.core.pod.PodPlanner;
import io.longshore.placement.wire.CommandsWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A folder a case: what was ordered, and the pod that it becomes. -Dgolden.update rewrites. */
class PodGoldenTest {

  private static final Path CASES = Path.of("src/test/resources/pods");
  private static final Environment ENVIRONMENT =
      new Environment(
          "arn:aws:batch:us-east-1:000000000000:compute-environment/spot",
          3,
          "spot",
          "11111111-2222-4333-8444-555555555555",
          "main",
          "batch");

  @TestFactory
  Stream<DynamicTest> podsLookAsTheyDid() throws IOException {
    try (var cases = Files.list(CASES)) {
      return cases.sorted().toList().stream()
          .map(c -> DynamicTest.dynamicTest(c.getFileName().toString(), () -> check(c)));
    }
  }

  /** Whatever AWS lets a pod say is said in some case, so that its spelling is pinned down. */
  @Test
  void everyFieldOfPodPropertiesHasACase() throws IOException {
    var said = new TreeSet<String>();
    try (var cases = Files.list(CASES)) {
      for (Path folder : cases.toList()) {
        said(template(folder).getPod(), said);
      }
    }
    var fields = new TreeSet<String>();
    fields(EksPodProperties.getDescriptor(), fields);
    assertThat(said).containsAll(fields);
  }

  private static void fields(Descriptor type, Set<String> all) {
    for (FieldDescriptor field : type.getFields()) {
      all.add(field.getFullName());
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
        fields(field.getMessageType(), all);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
        field.getEnumType().getValues().stream()
            .filter(literal -> literal.getNumber() != 0)
            .forEach(literal -> all.add(literal.getFullName()));
      }
    }
  }

  private static void said(Message message, Set<String> all) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              all.add(field.getFullName());
              List<?> values = value instanceof List<?> list ? list : List.of(value);
              for (Object each : values) {
                if (each instanceof EnumValueDescriptor literal) {
                  all.add(literal.getFullName());
                } else if (each instanceof Message inner && !field.isMapField()) {
                  said(inner, all);
                }
              }
            });
  }

  private static PodTemplate template(Path folder) throws IOException {
    var template = PodTemplate.newBuilder();
    TextFormat.merge(Files.readString(folder.resolve("in-template.textproto")), template);
    return template.build();
  }

  private static void check(Path folder) throws IOException {
    var start = StartLaunch.newBuilder();
    TextFormat.merge(Files.readString(folder.resolve("in-attempt.textproto")), start);
    start.setPodTemplate(template(folder).toByteString());
    var command = CommandsWire.read(LaunchCommand.newBuilder().setStart(start).build());
    var planner = new PodPlanner(new Names("batch.longshore.io"), Set.of("batch", "batch-other"));
    var planned = planner.plan(((DeskInput.Start) command).order(), ENVIRONMENT, 9);
    assertThat(planned).isInstanceOf(PodPlanner.Planned.Fits.class);
    String yaml = Serialization.asYaml(PodFactory.pod(((PodPlanner.Planned.Fits) planned).plan()));
    Path expected = folder.resolve("out-pod.yaml");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(expected, yaml);
    }
    assertThat(yaml).isEqualTo(Files.readString(expected));
  }
}
