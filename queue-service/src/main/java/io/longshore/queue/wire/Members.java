package io.longshore.queue.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.longshore.kit.core.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** The first member of the request that is set and not honoured yet. */
  public Optional<Refusal> check(Message request) {
    return check(request, "");
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
        var refusal = inside(entry.getValue(), at);
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

  private Optional<Refusal> inside(Object value, String at) {
    if (value instanceof Message message) {
      return check(message, at + ".");
    }
    int index = 0;
    for (Object element : (List<?>) value) {
      var refusal = check((Message) element, at + "[" + index++ + "].");
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
