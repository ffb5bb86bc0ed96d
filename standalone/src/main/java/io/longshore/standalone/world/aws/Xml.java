package io.longshore.standalone.world.aws;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the XML of AWS's query protocols. */
final class Xml {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder out = new StringBuilder();

  /** An element with a value; nothing where there is none. */
  Xml leaf(String name, @Nullable Object value) {
    if (value != null) {
      out.append('<').append(name).append('>');
      escape(value.toString());
      out.append("</").append(name).append('>');
    }
    return this;
  }

  /** An element with a time. */
  Xml time(String name, long epochMillis) {
    return leaf(name, timestamp(epochMillis));
  }

  /** An element with others inside. */
  Xml element(String name, Runnable content) {
    out.append('<').append(name).append('>');
    content.run();
    out.append("</").append(name).append('>');
    return this;
  }

  /** A list whose items are structures. */
  <T> Xml list(String name, String item, Collection<T> items, BiConsumer<Xml, T> content) {
    return element(
        name, () -> items.forEach(each -> element(item, () -> content.accept(this, each))));
  }

  /** A list of plain values. */
  Xml leaves(String name, String item, Collection<?> items) {
    return element(name, () -> items.forEach(each -> leaf(item, each)));
  }

  static String timestamp(long epochMillis) {
    return TIME.format(Instant.ofEpochMilli(epochMillis));
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '\r' -> out.append("&#13;");
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
