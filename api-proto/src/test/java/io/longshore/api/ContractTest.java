package io.longshore.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.longshore.api.batch.v1.OptionsProto;
import io.longshore.api.batch.v1.ServiceProto;
import io.longshore.api.events.v1.JobEventProto;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The compiled contract has every operation, member and literal of AWS Batch's model under AWS's
 * own names, and what it adds keeps out of AWS's way.
 */
final class ContractTest {
  private static final String PACKAGE = "longshore.batch.v1";
  private static final int FIRST_EXTENSION = 1001;
  private static final Set<String> OUR_OPERATIONS =
      Set.of("SubmitJobs", "WatchJobs", "ExplainJob", "GetJobLogs", "DeclareNodeLost");

  private static final AwsBatchModel MODEL = AwsBatchModel.read();
  private static final List<FileDescriptor> FILES =
      Stream.of(ServiceProto.getDescriptor(), JobEventProto.getDescriptor())
          .flatMap(file -> withDependencies(file, new LinkedHashSet<>()).stream())
          .distinct()
          .filter(file -> file.getPackage().startsWith("longshore."))
          .toList();

  @Test
  void operationsAreAwsBatchsAndOurs() {
    var names =
        Stream.concat(
                MODEL.operations().stream().map(AwsBatchModel.Operation::name),
                OUR_OPERATIONS.stream())
            .toList();

    assertThat(MODEL.operations()).hasSize(38);
    assertThat(service().stream().map(MethodDescriptor::getName))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operationHasAwsBatchsInputAndOutput(AwsBatchModel.Operation operation) {
    var method =
        service().stream().filter(m -> m.getName().equals(operation.name())).findFirst().get();

    assertThat(method.getInputType()).isEqualTo(message(operation.input()));
    assertThat(method.getOutputType()).isEqualTo(message(operation.output()));
    assertThat(method.isClientStreaming() || method.isServerStreaming()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("structures")
  void structureHasAwsBatchsMembers(AwsBatchModel.Structure structure) {
    var members =
        message(structure.name()).getFields().stream()
            .filter(field -> field.getNumber() < FIRST_EXTENSION)
            .map(field -> field.getJsonName() + ":" + type(field))
            .toList();

    assertThat(members).containsExactlyElementsOf(structure.members());
  }

  @ParameterizedTest
  @MethodSource("structures")
  void membersAreNumberedDensely(AwsBatchModel.Structure structure) {
    var numbers =
        message(structure.name()).getFields().stream()
            .map(FieldDescriptor::getNumber)
            .filter(number -> number < FIRST_EXTENSION)
            .max(Integer::compare);

    assertThat(numbers.orElse(0)).isEqualTo(structure.members().size());
  }

  @ParameterizedTest
  @MethodSource("enums")
  void enumHasAwsBatchsLiterals(AwsBatchModel.Literals literals) {
    var values =
        enumeration(literals.name()).getValues().stream()
            .filter(value -> value.getNumber() != 0)
            .map(ContractTest::literal)
            .toList();

    assertThat(values).containsExactlyElementsOf(literals.values());
  }

  @Test
  void enumsOfThePublicApiBeginUnspecifiedAndGiveEachValueOneLiteral() {
    assertThat(FILES.stream().flatMap(file -> file.getEnumTypes().stream()))
        .isNotEmpty()
        .allSatisfy(
            type -> {
              var zero = type.findValueByNumber(0);
              assertThat(zero.getName()).endsWith("_UNSPECIFIED");
              assertThat(zero.getOptions().hasExtension(OptionsProto.awsLiteral)).isFalse();
              assertThat(type.getValues().stream().skip(1).map(ContractTest::literal))
                  .doesNotContain("")
                  .doesNotHaveDuplicates();
            });
  }

  @Test
  void scalarsOfThePublicApiHavePresence() {
    assertThat(messages().flatMap(message -> message.getFields().stream()))
        .filteredOn(field -> !field.isRepeated())
        .allSatisfy(field -> assertThat(field.hasPresence()).as(field.getFullName()).isTrue());
  }

  @Test
  void messagesBesideTheModelAreReachedFromOursOrStandForLists() {
    var known = MODEL.structures().stream().map(AwsBatchModel.Structure::name).toList();
    var ours =
        service().stream()
            .filter(method -> OUR_OPERATIONS.contains(method.getName()))
            .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
            .flatMap(message -> withParts(message, new LinkedHashSet<>()).stream())
            .map(Descriptor::getName)
            .collect(Collectors.toSet());

    assertThat(messages().filter(message -> message.getFile().getPackage().equals(PACKAGE)))
        .allMatch(
            message ->
                known.contains(message.getName())
                    || ours.contains(message.getName())
                    || isList(message));
  }

  static List<AwsBatchModel.Operation> operations() {
    return MODEL.operations();
  }

  static List<AwsBatchModel.Structure> structures() {
    return MODEL.structures();
  }

  static List<AwsBatchModel.Literals> enums() {
    return MODEL.enums();
  }

  private static List<MethodDescriptor> service() {
    return ServiceProto.getDescriptor().findServiceByName("BatchService").getMethods();
  }

  private static Stream<Descriptor> messages() {
    return FILES.stream().flatMap(file -> file.getMessageTypes().stream());
  }

  private static Descriptor message(String name) {
    return one(messages().filter(type -> type.getFullName().equals(PACKAGE + "." + name)), name);
  }

  private static EnumDescriptor enumeration(String name) {
    return one(
        FILES.stream()
            .flatMap(file -> file.getEnumTypes().stream())
            .filter(type -> type.getFullName().equals(PACKAGE + "." + name)),
        name);
  }

  private static <T> T one(Stream<T> found, String name) {
    return found.findFirst().orElseThrow(() -> new AssertionError("the contract lacks " + name));
  }

  private static String literal(EnumValueDescriptor value) {
    return value.getOptions().getExtension(OptionsProto.awsLiteral);
  }

  private static boolean isList(Descriptor message) {
    return message.getOptions().getExtension(OptionsProto.awsList);
  }

  /** The field's type as the model's list writes it. */
  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      var entry = field.getMessageType();
      return "map<"
          + single(entry.findFieldByNumber(1))
          + ","
          + single(entry.findFieldByNumber(2))
          + ">";
    }
    return field.isRepeated() ? "list<" + single(field) + ">" : single(field);
  }

  private static String single(FieldDescriptor field) {
    return switch (field.getType()) {
      case STRING -> "string";
      case INT32 -> "integer";
      case INT64 -> "long";
      case BOOL -> "boolean";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case ENUM -> field.getEnumType().getName();
      case MESSAGE ->
          isList(field.getMessageType())
              ? type(field.getMessageType().findFieldByNumber(1))
              : field.getMessageType().getName();
      default -> field.getType().name();
    };
  }

  private static Collection<FileDescriptor> withDependencies(
      FileDescriptor file, Set<FileDescriptor> found) {
    if (found.add(file)) {
      file.getDependencies().forEach(dependency -> withDependencies(dependency, found));
    }
    return found;
  }

  private static Collection<Descriptor> withParts(Descriptor message, Set<Descriptor> found) {
    if (found.add(message)) {
      message.getFields().stream()
          .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
          .forEach(field -> withParts(field.getMessageType(), found));
    }
    return found;
  }
}
