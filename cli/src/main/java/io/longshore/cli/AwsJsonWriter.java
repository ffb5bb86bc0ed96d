package io.longshore.cli;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.longshore.cli.AwsJson.Members;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/** Message to AWS's JSON, in the order in which the contract lists the members. */
final class AwsJsonWriter {
  private final JsonWriter json;
  private final Members members;

  AwsJsonWriter(JsonWriter json, Members members) {
    this.json = json;
    this.members = members;
  }

  /** The outermost message, whose lists are written though they be empty. */
  void answer(Message message) throws IOException {
    object(message, true);
  }

  private void object(Message message, boolean emptyLists) throws IOException {
    json.beginObject();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (isWanted(field) && (isSet(message, field) || (emptyLists && isList(field)))) {
        json.name(field.getJsonName());
        member(field, message.getField(field));
      }
    }
    json.endObject();
  }

  private boolean isWanted(FieldDescriptor field) {
    return members == Members.ALL || field.getNumber() < AwsJson.FIRST_EXTENSION;
  }

  private static boolean isList(FieldDescriptor field) {
    return field.isRepeated() && !field.isMapField();
  }

  private static boolean isSet(Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      return message.getRepeatedFieldCount(field) > 0;
    }
    return message.hasField(field) && !isUnspecified(message.getField(field));
  }

  private static boolean isUnspecified(Object value) {
    return value instanceof EnumValueDescriptor literal && literal.getNumber() == 0;
  }

  private void member(FieldDescriptor field, Object value) throws IOException {
    if (field.isMapField()) {
      map(field, (List<?>) value);
    } else if (field.isRepeated()) {
      json.beginArray();
      for (Object element : (List<?>) value) {
        single(field, element);
      }
      json.endArray();
    } else {
      single(field, value);
    }
  }

  private void map(FieldDescriptor field, List<?> entries) throws IOException {
    var key = field.getMessageType().findFieldByNumber(1);
    var value = field.getMessageType().findFieldByNumber(2);
    json.beginObject();
    for (Object entry : entries) {
      var pair = (Message) entry;
      json.name(String.valueOf(pair.getField(key)));
      single(value, pair.getField(value));
    }
    json.endObject();
  }

  private void single(FieldDescriptor field, Object value) throws IOException {
    switch (field.getJavaType()) {
      case MESSAGE -> message((Message) value);
      case ENUM -> json.value(AwsJson.literal((EnumValueDescriptor) value));
      case BYTE_STRING ->
          json.value(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case STRING -> json.value((String) value);
      case BOOLEAN -> json.value((Boolean) value);
      case INT, LONG, FLOAT, DOUBLE -> json.value((Number) value);
    }
  }

  private void message(Message message) throws IOException {
    if (AwsJson.isBareList(message.getDescriptorForType())) {
      var items = message.getDescriptorForType().getFields().getFirst();
      member(items, message.getField(items));
    } else {
      object(message, false);
    }
  }
}
