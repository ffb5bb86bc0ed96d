package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.kit.core.Runs;
import io.longshore.kit.core.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The statements that hold, by destination and subject; each is repeated until withdrawn. */
public final class Statementbook {

  /** A withdrawal is repeated so often before it is forgotten: ten minutes of 10 s. */
  private static final int WITHDRAWALS = 60;

  private final long epoch;
  private long counter;
  private final Map<String, Map<String, Entry>> bySubject = new TreeMap<>();

  private static final class Entry {
    final Statement statement;
    int repeats;

    Entry(Statement statement) {
      this.statement = statement;
    }
  }

  /** The book of the ownership with this epoch. */
  public Statementbook(long epoch) {
    this.epoch = epoch;
  }

  /** Takes a new statement; gives it as it goes out. */
  public Statement put(String to, String subject, ByteString body) {
    var statement =
        Statement.newBuilder()
            .setSubject(subject)
            .setVersion(Statements.version(epoch, ++counter))
            .setBody(body)
            .build();
    bySubject.computeIfAbsent(to, _ -> new TreeMap<>()).put(subject, new Entry(statement));
    return statement;
  }

  /** The ends that hear statements. */
  public List<String> receivers() {
    return List.copyOf(bySubject.keySet());
  }

  /** All that is repeated to {@code receiver} now. */
  public List<Statement> repeat(String receiver) {
    var entries = bySubject.getOrDefault(receiver, Map.of());
    var all = new ArrayList<Statement>();
    entries
        .values()
        .removeIf(entry -> entry.statement.getBody().isEmpty() && entry.repeats++ >= WITHDRAWALS);
    entries.values().forEach(entry -> all.add(entry.statement));
    return all;
  }

  /** Statements in portions that fit a record. */
  public static List<List<Statement>> portions(List<Statement> statements) {
    return Runs.split(
            statements.stream().map(Statement::getSerializedSize).toList(), Runs.RECORD_BYTES)
        .stream()
        .map(slice -> statements.subList(slice.from(), slice.to()))
        .toList();
  }
}
