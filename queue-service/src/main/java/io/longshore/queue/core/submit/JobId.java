package io.longshore.queue.core.submit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job's id: a UUID, {@code uuid:index} for a child of an array, {@code uuid#node} for a node.
 *
 * @param uuid the job's UUID, for a child or node that of its parent
 * @param index index of the child, null where it is none
 * @param node index of the node, null where it is none
 */
public record JobId(String uuid, @Nullable Integer index, @Nullable Integer node) {

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"
              + "(?:([:#])([0-9]{1,6}))?");

  /** The id that a text means; empty where it is none. */
  public static Optional<JobId> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    String uuid = match.group(1).toLowerCase(Locale.ROOT);
    if (match.group(2) == null) {
      return Optional.of(new JobId(uuid, null, null));
    }
    int number = Integer.parseInt(match.group(3));
    return Optional.of(
        match.group(2).equals(":") ? new JobId(uuid, number, null) : new JobId(uuid, null, number));
  }

  /** A job that is no child. */
  public static JobId of(String uuid) {
    return new JobId(uuid, null, null);
  }

  /** A child of an array. */
  public static JobId child(String uuid, int index) {
    return new JobId(uuid, index, null);
  }

  /** Whether it is neither a child nor a node. */
  public boolean whole() {
    return index == null && node == null;
  }

  @Override
  public String toString() {
    if (index != null) {
      return uuid + ":" + index;
    }
    return node != null ? uuid + "#" + node : uuid;
  }
}
