package io.longshore.queue.wire;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/**
 * Copies between AWS Batch's twin structures (a request and its detail): members of the same name,
 * structure by structure, enums by their literal. What the target does not have is left out.
 */
public final class SameNames {

  private SameNames() {}

  /** Sets every member of {@code target} that {@code source} has; lists and maps are replaced. */
  public static <B extends Message.Builder> B copy(Message source, B target) {
    source
        .getAllFields()
        .forEach(
            (from, value) -> {
              FieldDescriptor to = target.getDescriptorForType().findFieldByName(from.getName());
              if (to != null && to.isRepeated() == from.isRepeated()) {
                set(from, value, to, target);
              }
            });
    return target;
  }

  private static void set(
      FieldDescriptor from, Object value, FieldDescriptor to, Message.Builder target) {
    if (!from.isRepeated()) {
      Object converted = convert(from, value, to, target);
      if (converted != null) {
        target.setField(to, converted);
      }
      return;
    }
    target.clearField(to);
    for (Object element : (List<?>) value) {
      Object converted = convert(from, element, to, target);
      if (converted != null) {
        target.addRepeatedField(to, converted);
      }
    }
  }

  private static @org.jspecify.annotations.Nullable Object convert(
      FieldDescriptor from, Object value, FieldDescriptor to, Message.Builder target) {
    if (from.getJavaType() != to.getJavaType()) {
      return null;
    }
    return switch (from.getJavaType()) {
      case MESSAGE -> {
        var message = (Message) value;
        yield message.getDescriptorForType().equals(to.getMessageType())
            ? message
            : copy(message, target.newBuilderForField(to)).build();
      }
      case ENUM ->
          Literals.same((Descriptors.EnumValueDescriptor) value, to.getEnumType()).orElse(null);
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING -> value;
    };
  }
}
