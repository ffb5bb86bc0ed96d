package io.longshore.kit.wire;

import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Statements;
import io.longshore.kit.wire.Inputs.Entry;
import io.longshore.kit.wire.Inputs.Message;
import io.longshore.kit.wire.Inputs.StatementIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one round works on, and how far it brings the scope when it commits. */
public record Batch(
    List<Message> messages, List<StatementIn> statements, List<Entry> entries, Advance advance) {

  /** Nothing. */
  public static final Batch EMPTY = new Batch(List.of(), List.of(), List.of(), Advance.NONE);

  /** Inputs of all kinds. */
  public int size() {
    return messages.size() + statements.size() + entries.size();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** Neither inputs nor a stream that goes on in a new incarnation. */
  public boolean isNothing() {
    return isEmpty() && advance.streams().isEmpty();
  }

  /** The same inputs one by one: entries, statements, then messages in their order. */
  public List<Batch> singles() {
    List<Batch> alone = new ArrayList<>();
    entries.forEach(
        entry -> alone.add(new Batch(List.of(), List.of(), List.of(entry), Advance.NONE)));
    for (StatementIn statement : statements) {
      alone.add(
          new Batch(
              List.of(), List.of(statement), List.of(), taken(statement, statement.version())));
    }
    for (Message message : messages) {
      long incarnation = advance.streams().get(message.stream()).incarnation();
      var position = new Position(incarnation, message.number());
      alone.add(
          new Batch(
              List.of(message),
              List.of(),
              List.of(),
              new Advance(
                  Map.of(message.stream(), position),
                  Map.of(),
                  Map.of(),
                  Optional.empty(),
                  Optional.empty())));
    }
    return alone;
  }

  private static Advance taken(StatementIn statement, long version) {
    return new Advance(
        Map.of(), Map.of(), Map.of(key(statement), version), Optional.empty(), Optional.empty());
  }

  static Statements.Key key(StatementIn statement) {
    return new Statements.Key(statement.topic(), statement.from(), statement.subject());
  }

  /** This single input put aside, with the reason: the stream goes on behind it. */
  public Batch quarantined(String reason) {
    var aside =
        !messages.isEmpty()
            ? new Advance.Quarantined(
                messages.getFirst().stream().toString(),
                messages.getFirst().number(),
                messages.getFirst().body(),
                reason)
            : !statements.isEmpty()
                ? new Advance.Quarantined(
                    key(statements.getFirst()).toString(), 0, statements.getFirst().body(), reason)
                : new Advance.Quarantined(
                    entries.getFirst().topic() + " " + entries.getFirst().key(),
                    0,
                    entries.getFirst().body(),
                    reason);
    // A statement's floor rises above it, or the next repetition would bring it back.
    Map<Statements.Key, Long> floors =
        statements.isEmpty()
            ? Map.of()
            : Map.of(key(statements.getFirst()), statements.getFirst().version() + 1);
    return new Batch(
        messages,
        statements,
        entries,
        new Advance(advance.streams(), Map.of(), floors, Optional.of(aside), Optional.empty()));
  }
}
