package io.longshore.cli;

import com.google.protobuf.Message;
import io.longshore.cli.AwsJson.BadJson;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What making and changing queues and environments have in common: a request from a file and from
 * flags, an answer that names the thing, and the wait until it is VALID.
 */
abstract class Registering extends Subcommand {
  @Option(
      names = {"-w", "--wait"},
      description = "Waits until it is VALID; exits with 1 where it becomes INVALID.")
  private boolean wait;

  @Mixin private RequestFile file = new RequestFile();
  @Mixin private Output output = new Output();

  private final String done;
  private final Settled.Thing thing;

  Registering(Longshore longshore, String done, Settled.Thing thing) {
    super(longshore);
    this.done = done;
    this.thing = thing;
  }

  /**
   * What the service answered.
   *
   * @param name the thing's own, whatever it was called in the request
   * @param message all of it
   */
  record Answer(String name, Message message) {}

  /** Completes the request and sends it. */
  abstract Answer send() throws BadJson;

  /** The request as the file has it, for flags to go before. */
  final <B extends Message.Builder> B fromFile(B empty) throws BadJson {
    file.readInto(empty, longshore().world());
    return empty;
  }

  @Override
  public final Integer call() throws BadJson {
    Answer answer = send();
    String name = answer.name();
    output.print(
        longshore(),
        answer.message(),
        () -> done + " " + thing.word() + " " + name,
        () -> List.of(name));
    return wait ? Settled.await(longshore(), thing, name, Settled.Goal.VALID) : ExitCode.OK;
  }
}
