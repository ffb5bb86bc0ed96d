package io.longshore.cli;

import com.google.protobuf.Message;
import io.longshore.cli.AwsJson.BadJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code -f}: a request in AWS's JSON, which the other options then complete or change. */
final class RequestFile {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "The request in AWS Batch's JSON, as for the AWS CLI's --cli-input-json; - reads standard"
              + " input. Other options go before what it says.")
  private @Nullable String file;

  /** Reads the file, where one was given, into the request. */
  void readInto(Message.Builder request, Surroundings world) throws BadJson {
    if (file != null) {
      AwsJson.read(text(file, world), request);
    }
  }

  static String text(String file, Surroundings world) {
    try {
      return file.equals("-")
          ? new String(world.in().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(world.directory().resolve(file));
    } catch (IOException e) {
      throw Trouble.usage(
          file + " cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }
}
