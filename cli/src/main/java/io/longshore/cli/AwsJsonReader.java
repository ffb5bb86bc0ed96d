package io.longshore.cli;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.longshore.cli.AwsJson.BadJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * AWS's JSON to a message. Nothing is dropped: an unknown or repeated member is refused by name.
 */
final class AwsJsonReader {
  private final JsonReader json;

  AwsJsonReader(JsonReader json) {
    this.json = json;
  }

  void message(Message.Builder into, String path) throws IOException, BadJson {
    expect(JsonToken.BEGIN_OBJECT, path, "an object");
    var seen = new HashSet<String>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      String at = path.isEmpty() ? name : path + "." + name;
      if (!seen.add(name)) {
        throw new BadJson(at, "given twice");
      }
      FieldDescriptor field = field(into.getDescriptorForType(), name, at);
      if (json.peek() == JsonToken.NULL) {
        json.nextNull();
      } else {
        into.clearField(field);
        member(field, into, at);
      }
    }
    json.endObject();
  }

  private static FieldDescriptor field(Descriptor type, String name, String at) throws BadJson {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name)) {
        return field;
      }
    }
    throw new BadJson(
        at,
        "no such member; "
            + type.getName()
            + " has "
            + type.getFields().stream()
                .map(FieldDescriptor::getJsonName)
                .collect(Collectors.joining(", ")));
  }

  private void member(FieldDescriptor field, Message.Builder into, String at)
      throws IOException, BadJson {
    if (field.isMapField()) {
      map(field, into, at);
    } else if (field.isRepeated()) {
      expect(JsonToken.BEGIN_ARRAY, at, "a list");
      for (Object element : list(field, into, at)) {
        into.addRepeatedField(field, element);
      }
    } else {
      into.setField(field, single(field, () -> into.newBuilderForField(field), at));
    }
  }

  private List<Object> list(FieldDescriptor field, Message.Builder into, String at)
      throws IOException, BadJson {
    var elements = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      String place = at + "[" + elements.size() + "]";
      elements.add(single(field, () -> into.newBuilderForField(field), place));
    }
    json.endArray();
    return elements;
  }

  private void map(FieldDescriptor field, Message.Builder into, String at)
      throws IOException, BadJson {
    expect(JsonToken.BEGIN_OBJECT, at, "an object");
    var key = field.getMessageType().findFieldByNumber(1);
    var value = field.getMessageType().findFieldByNumber(2);
    var seen = new HashSet<String>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      String place = at + "." + name;
      if (!seen.add(name)) {
        throw new BadJson(place, "given twice");
      }
      Message.Builder entry = into.newBuilderForField(field);
      entry.setField(key, name);
      entry.setField(value, single(value, () -> entry.newBuilderForField(value), place));
      into.addRepeatedField(field, entry.build());
    }
    json.endObject();
  }

  private interface NewBuilder {
    Message.Builder get();
  }

  private Object single(FieldDescriptor field, NewBuilder nested, String at)
      throws IOException, BadJson {
    return switch (field.getJavaType()) {
      case MESSAGE -> nested(nested.get(), at);
      case ENUM -> literal(field.getEnumType(), string(at), at);
      case STRING -> string(at);
      case BYTE_STRING -> bytes(string(at), at);
      case BOOLEAN -> {
        expect(JsonToken.BOOLEAN, at, "true or false");
        yield json.nextBoolean();
      }
      case INT -> (int) whole(at, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(at, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> (float) fraction(at, Float.MAX_VALUE);
      case DOUBLE -> fraction(at, Double.MAX_VALUE);
    };
  }

  private Message nested(Message.Builder builder, String at) throws IOException, BadJson {
    if (AwsJson.isBareList(builder.getDescriptorForType())) {
      expect(JsonToken.BEGIN_ARRAY, at, "a list");
      FieldDescriptor items = builder.getDescriptorForType().getFields().getFirst();
      for (Object element : list(items, builder, at)) {
        builder.addRepeatedField(items, element);
      }
    } else {
      message(builder, at);
    }
    return builder.build();
  }

  private String string(String at) throws IOException, BadJson {
    expect(JsonToken.STRING, at, "a string");
    return json.nextString();
  }

  private static ByteString bytes(String text, String at) throws BadJson {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new BadJson(at, "base64 is expected");
    }
  }

  /** AWS reads some of its literals in any case (retry actions); so does this, for all of them. */
  private static EnumValueDescriptor literal(EnumDescriptor type, String text, String at)
      throws BadJson {
    for (EnumValueDescriptor value : type.getValues()) {
      if (value.getNumber() != 0 && AwsJson.literal(value).equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw new BadJson(at, "\"" + text + "\" is none of " + literals(type));
  }

  private static String literals(EnumDescriptor type) {
    return type.getValues().stream()
        .filter(value -> value.getNumber() != 0)
        .map(AwsJson::literal)
        .collect(Collectors.joining(", "));
  }

  private BigDecimal number(String at) throws IOException, BadJson {
    expect(JsonToken.NUMBER, at, "a number");
    try {
      return new BigDecimal(json.nextString());
    } catch (NumberFormatException e) {
      throw new BadJson(at, "the number is out of range");
    }
  }

  private double fraction(String at, double most) throws IOException, BadJson {
    double number = number(at).doubleValue();
    if (Math.abs(number) > most) {
      throw new BadJson(at, "the number is out of range");
    }
    return number;
  }

  private long whole(String at, long least, long most) throws IOException, BadJson {
    BigDecimal number = number(at);
    // An exponent of a million digits is refused before it is written out.
    if (number.precision() - number.scale() > 20 || number.stripTrailingZeros().scale() > 0) {
      throw new BadJson(at, "a whole number from " + least + " to " + most + " is expected");
    }
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new BadJson(at, "a whole number from " + least + " to " + most + " is expected");
    }
    return number.longValueExact();
  }

  private void expect(JsonToken token, String at, String what) throws IOException, BadJson {
    JsonToken found = json.peek();
    if (found != token) {
      throw new BadJson(at, what + " is expected");
    }
  }
}
