package io.longshore.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.longshore.api.batch.v1.ServiceProto;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Messages of the public contract, filled by their descriptors. */
final class Messages {
  private static final List<String> TEXTS =
      List.of("", "a", "x=y", "é漢", "\"quoted\"\n\t\\", "</script>", "\u2028", "😀");

  private Messages() {}

  /** Every message that an operation asks for or answers with, and those within them, by name. */
  static TreeMap<String, Descriptor> all() {
    var all = new TreeMap<String, Descriptor>();
    ServiceProto.getDescriptor().findServiceByName("BatchService").getMethods().stream()
        .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
        .forEach(type -> collect(type, all));
    return all;
  }

  private static void collect(Descriptor type, TreeMap<String, Descriptor> into) {
    boolean isNew = type.getOptions().getMapEntry() || into.put(type.getName(), type) == null;
    if (isNew) {
      type.getFields().stream()
          .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
          .forEach(field -> collect(field.getMessageType(), into));
    }
  }

  /** Each member is set or not by chance; deeper than so many levels nothing is set. */
  static Message random(Descriptor type, Random chance, int depth) {
    return filled(type, chance, depth, _ -> chance.nextInt(3) > 0);
  }

  /** Every member is set, the last one of each choice. */
  static Message full(Descriptor type, int depth) {
    return filled(type, new Random(7), depth, _ -> true);
  }

  private static Message filled(
      Descriptor type, Random chance, int depth, Predicate<FieldDescriptor> isSet) {
    var message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      if (depth == 0 || !isSet.test(field)) {
        continue;
      }
      if (field.isMapField()) {
        for (String key : Set.of("k1", "k2")) {
          message.addRepeatedField(
              field, entry(field, key, value(value(field), chance, depth, isSet)));
        }
      } else if (field.isRepeated()) {
        for (int i = 0; i < 2; i++) {
          message.addRepeatedField(field, value(field, chance, depth, isSet));
        }
      } else {
        message.setField(field, value(field, chance, depth, isSet));
      }
    }
    return message.build();
  }

  private static FieldDescriptor value(FieldDescriptor map) {
    return map.getMessageType().findFieldByNumber(2);
  }

  private static Message entry(FieldDescriptor map, String key, Object value) {
    return DynamicMessage.newBuilder(map.getMessageType())
        .setField(map.getMessageType().findFieldByNumber(1), key)
        .setField(value(map), value)
        .build();
  }

  private static Object value(
      FieldDescriptor field, Random chance, int depth, Predicate<FieldDescriptor> isSet) {
    return switch (field.getJavaType()) {
      case MESSAGE -> filled(field.getMessageType(), chance, depth - 1, isSet);
      case ENUM -> literal(field, chance);
      case STRING -> TEXTS.get(chance.nextInt(TEXTS.size()));
      case BYTE_STRING -> ByteString.copyFrom(new byte[] {0, 1, (byte) 0xff});
      case BOOLEAN -> chance.nextBoolean();
      case INT -> chance.nextInt();
      case LONG -> chance.nextLong();
      case FLOAT -> chance.nextFloat() * 1e6f;
      case DOUBLE -> chance.nextGaussian() * 1e12;
    };
  }

  private static EnumValueDescriptor literal(FieldDescriptor field, Random chance) {
    var values = field.getEnumType().getValues();
    return values.get(1 + chance.nextInt(values.size() - 1));
  }
}
