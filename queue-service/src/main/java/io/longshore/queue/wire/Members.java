package io.longshore.queue.wire;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.longshore.kit.core.Refusal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What is done with each member of a request: honoured, stored and returned, or refused by name.
 * Nothing is dropped in silence: a member that the table does not know is refused.
 */
public final class Members {

  /** What is done with a member. */
  public enum Treatment {
    /** It has its effect. */
    HONOURED,
    /** It is kept and returned, and has no effect here. */
    STORED,
    /** A request that has it is refused with the member's name. */
    REFUSED
  }

  private final Map<String, Treatment> table;

  /**
   * The table as text: a line {@code Message.member treatment} each; {@code #} begins a comment.
   */
  public Members(List<String> lines) {
    this.table = new TreeMap<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.trim().split("\\s+");
        table.put(words[0], Treatment.valueOf(words[1].toUpperCase(Locale.ROOT)));
      }
    }
  }

  /** The members that are refused yet, as {@code Message.member}. */
  public List<String> with(Treatment treatment) {
    return table.entrySet().stream()
        .filter(e -> e.getValue() == treatment)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The treatment of a member; empty where the table has no line for it. */
  public Optional<Treatment> of(FieldDescriptor field) {
    return Optional.ofNullable(table.get(key(field)));
  }

  /** The first thing in the request that is unknown here, or set and not honoured yet. */
  public Optional<Refusal> check(Message request) {
    return unknown(request).or(() -> check(request, ""));
  }

  /**
   * The first field or enum value that this contract does not know, at any depth: a newer client
   * means something by it. Protobuf itself would pass it on in silence.
   */
  public static Optional<Refusal> unknown(Message request) {
    return unknown(request, "");
  }

  private static Optional<Refusal> unknown(Message message, String path) {
    var numbers = message.getUnknownFields().asMap().keySet();
    if (!numbers.isEmpty()) {
      int first = Collections.min(numbers);
      String type = message.getDescriptorForType().getName();
      return Optional.of(new Refusal.Invalid(path + first, type + " has no member of this number"));
    }
    for (var entry : message.getAllFields().entrySet()) {
      var field = entry.getKey();
      String at = path + field.getJsonName();
      var refusal =
          switch (field.getJavaType()) {
            case ENUM -> each(entry.getValue(), at, Members::undefined);
            case MESSAGE ->
                field.isMapField()
                    ? Optional.<Refusal>empty()
                    : each(entry.getValue(), at, (m, p) -> unknown((Message) m, p + "."));
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                Optional.<Refusal>empty();
          };
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> undefined(Object value, String at) {
    var number = (EnumValueDescriptor) value;
    return number.getType().findValueByNumber(number.getNumber()) == null
        ? Optional.of(
            new Refusal.Invalid(
                at, number.getNumber() + " is no value of " + number.getType().getName()))
        : Optional.empty();
  }

  private Optional<Refusal> check(Message message, String path) {
    for (var entry : message.getAllFields().entrySet()) {
      var field = entry.getKey();
      String at = path + field.getJsonName();
      Treatment treatment = of(field).orElse(Treatment.REFUSED);
      if (treatment == Treatment.REFUSED && !empty(entry.getValue())) {
        return Optional.of(new Refusal.NotHonoured(at));
      }
      if (treatment == Treatment.HONOURED
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && !field.isMapField()) {
        var refusal = each(entry.getValue(), at, (m, p) -> check((Message) m, p + "."));
        if (refusal.isPresent()) {
          return refusal;
        }
      }
    }
    return Optional.empty();
  }

  /** Tools send the empty string where they mean nothing. */
  private static boolean empty(Object value) {
    return value instanceof String text && text.isEmpty();
  }

  /** The first refusal of a member's value, or of those in its list. */
  private static Optional<Refusal> each(
      Object value, String at, BiFunction<Object, String, Optional<Refusal>> look) {
    if (!(value instanceof List<?> list)) {
      return look.apply(value, at);
    }
    int index = 0;
    for (Object element : list) {
      var refusal = look.apply(element, at + "[" + index++ + "]");
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private static String key(FieldDescriptor field) {
    return field.getContainingType().getName() + "." + field.getJsonName();
  }
}
