package io.longshore.cli;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.ProtocolMessageEnum;
import io.longshore.api.batch.v1.OptionsProto;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * AWS Batch's own JSON for the messages of the contract. It is not protobuf's JSON: numbers of 64
 * bits are numbers, enums are AWS's literals, and a map of lists holds bare lists. The descriptors
 * say all of it (api-proto/README.md), so a new member needs no change here.
 */
final class AwsJson {

  /** Members from this number on are Longshore's own. */
  static final int FIRST_EXTENSION = 1001;

  private static final String MORE_FOLLOWS = "one JSON object is expected, and more follows it";

  private AwsJson() {}

  /** What of a message is written. */
  enum Members {
    /** What AWS Batch has. */
    AWS,
    /** And what Longshore adds to AWS's messages. */
    ALL
  }

  /**
   * One message. Empty lists and maps are left out, as unset members are, but the lists of the
   * message itself are always there: AWS answers {@code "jobs": []}, and scripts walk it unasked.
   */
  static String write(Message message, Members members) {
    var text = new StringWriter();
    var json = new JsonWriter(text);
    json.setFormattingStyle(FormattingStyle.PRETTY.withIndent("    "));
    json.setStrictness(Strictness.STRICT);
    json.setHtmlSafe(false);
    try {
      new AwsJsonWriter(json, members).answer(message);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  /**
   * Reads a whole document into a builder. Members that exist there already are replaced. Names are
   * AWS's, and Longshore's own for its additions; null means unset.
   *
   * @throws BadJson for what is not JSON, names an unknown member or has a value of another type
   */
  static void read(String text, Message.Builder into) throws BadJson {
    var json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
    boolean isRead = false;
    try {
      new AwsJsonReader(json).message(into, "");
      isRead = true;
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new BadJson("", MORE_FOLLOWS);
      }
    } catch (EOFException e) {
      throw new BadJson("", "the JSON ends too early");
    } catch (MalformedJsonException | IllegalStateException e) {
      throw new BadJson("", isRead ? MORE_FOLLOWS : "not valid JSON at " + place(json));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /** AWS's string for an enum's value, or the name of a value that this version does not know. */
  static String literal(EnumValueDescriptor value) {
    String literal = value.getOptions().getExtension(OptionsProto.awsLiteral);
    return literal.isEmpty() ? value.getName() : literal;
  }

  /**
   * AWS's string for a value; empty for the unspecified one, {@code ?} for one of a later version.
   */
  static String literal(ProtocolMessageEnum value) {
    if (value instanceof Enum<?> constant && constant.name().equals("UNRECOGNIZED")) {
      return "?";
    }
    return value.getNumber() == 0 ? "" : literal(value.getValueDescriptor());
  }

  /** Whether a bare list stands for the message in AWS's JSON. */
  static boolean isBareList(Descriptor type) {
    return type.getOptions().getExtension(OptionsProto.awsList);
  }

  private static String place(JsonReader json) {
    return json.getPath().equals("$") ? "its start" : json.getPath().substring(1);
  }

  /** A document that is not what the message wants: where, and what is expected there. */
  static final class BadJson extends Exception {
    BadJson(String path, String why) {
      super(path.isEmpty() ? why : path + ": " + why);
    }
  }
}
