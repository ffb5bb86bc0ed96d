package io.longshore.kit.shell;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a round came to. The runtime commits {@code writes}, the numbers and outbox rows of {@code
 * messages}, the stream positions of the inputs and the round's clock in one transaction, and only
 * then sends anything.
 *
 * @param writes the program's own rows; run inside the transaction, again with the same step if it
 *     has to be repeated
 * @param messages numbered messages in order, each with its destination
 * @param statements statements that changed; the runtime repeats the newest of each subject every
 *     10 s
 * @param entries records for compacted topics that changed; all are written again after a takeover
 *     or a re-created topic
 * @param wakeAt when the next round is due even if nothing arrives
 */
public record Step(
    Function<Tx, Uni<Void>> writes,
    List<Out> messages,
    List<StatementOut> statements,
    List<EntryOut> entries,
    Optional<Instant> wakeAt) {

  /** A message for the stream to {@code to}. */
  public record Out(String to, ByteString body) {}

  /** A statement for {@code to}; an empty body withdraws it. */
  public record StatementOut(String to, String subject, ByteString body) {}

  /** A record of a compacted topic. */
  public record EntryOut(String topic, String key, ByteString body) {}

  /** Nothing happened, wake me then. */
  public static Step nothing(Optional<Instant> wakeAt) {
    return new Step(tx -> Uni.createFrom().voidItem(), List.of(), List.of(), List.of(), wakeAt);
  }
}
