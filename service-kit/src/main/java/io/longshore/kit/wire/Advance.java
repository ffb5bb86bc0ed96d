package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Statements;
import io.longshore.kit.core.StreamId;
import java.util.Map;
import java.util.Optional;

/**
 * How far a round's inputs bring the scope: stored in the transaction of their effects.
 *
 * @param streams the new position of each stream that moved
 * @param offsets where each topic was read to, a hint by topic
 * @param statements the version of each statement taken
 * @param quarantined the input that was put aside instead of being applied
 * @param resolved the input put aside earlier that an operator's decision was carried out on
 */
public record Advance(
    Map<StreamId, Position> streams,
    Map<String, TopicPosition> offsets,
    Map<Statements.Key, Long> statements,
    Optional<Quarantined> quarantined,
    Optional<Resolved> resolved) {

  /** Nothing was read. */
  public static final Advance NONE =
      new Advance(Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty());

  /** Input that made the step fail twice alone. Number 0: a statement or an entry. */
  public record Quarantined(String source, long number, ByteString body, String reason) {}

  /**
   * A row of the quarantine that is done with.
   *
   * @param gone false: the decision could not be carried out, and another is awaited
   */
  public record Resolved(long id, boolean gone) {}

  /** Nothing was read, a row of the quarantine is done with. */
  public static Advance resolving(long id, boolean gone) {
    return new Advance(
        Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.of(new Resolved(id, gone)));
  }
}
