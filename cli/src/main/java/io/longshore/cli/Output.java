package io.longshore.cli;

import com.google.protobuf.Message;
import io.longshore.cli.AwsJson.Members;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code -o}: how a command shows its answer. */
final class Output {

  /** The forms of an answer. */
  enum Format {
    TABLE,
    JSON,
    JSON_FULL,
    ID;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "table (default), json (AWS Batch's own JSON), json-full (and Longshore's additions), or"
              + " id.")
  private Format format = Format.TABLE;

  /** Whether the answer is for people. */
  boolean isTable() {
    return format == Format.TABLE;
  }

  /**
   * Prints an answer in the form that was asked for; what that form does not need is not computed.
   *
   * @param answer what json shows
   * @param table what a person reads
   * @param ids what a script passes on, one a line
   */
  void print(Longshore to, Message answer, Supplier<String> table, Supplier<List<String>> ids) {
    String text =
        switch (format) {
          case TABLE -> table.get();
          case JSON -> AwsJson.write(answer, Members.AWS);
          case JSON_FULL -> AwsJson.write(answer, Members.ALL);
          case ID -> String.join(System.lineSeparator(), ids.get());
        };
    if (!text.isEmpty()) {
      to.world().out().println(text);
    }
  }
}
