package io.longshore.kit.shell.cell;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.Undecodable;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.wire.Inputs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps every word it hears in its table and in memory, says what it is told to, answers if asked
 * to, and breaks on certain words. Memory shows only what is committed.
 */
final class WordProgram implements Program {

  static final String TABLE =
      "create table word (n bigint generated always as identity, word text not null check (word <>"
          + " 'unwritable'))";

  private static final int WAKE_MS = 50;

  private final ArrayDeque<Step.Out> toSay = new ArrayDeque<>();
  private final ArrayDeque<Step.StatementOut> toState = new ArrayDeque<>();
  private final ArrayDeque<Step.EntryOut> toEnter = new ArrayDeque<>();
  private final Map<String, String> statements = new TreeMap<>();
  private final Map<String, String> entries = new TreeMap<>();
  private final List<Boolean> timers = new ArrayList<>();
  private final List<String> held = new ArrayList<>();
  private List<String> heard = new ArrayList<>();
  private List<String> deciding = List.of();
  private Step loaded = Step.nothing(Optional.of(Instant.EPOCH));
  private Instant now = Instant.EPOCH;
  private CompletableFuture<Void> hold = CompletableFuture.completedFuture(null);
  private boolean echo;
  private boolean breaksOnTime;
  private boolean databaseAway;
  private String unsendable = "";
  private boolean tolerant;
  private final List<String> again = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private int loads;
  private int drops;
  private int rounds;

  synchronized void echo() {
    echo = true;
  }

  synchronized void say(String to, List<String> words) {
    words.forEach(word -> toSay.add(new Step.Out(to, ByteString.copyFromUtf8(word))));
  }

  synchronized void say(String to, ByteString bytes) {
    toSay.add(new Step.Out(to, bytes));
  }

  synchronized void state(String to, String subject, String body) {
    toState.add(new Step.StatementOut(to, subject, ByteString.copyFromUtf8(body)));
  }

  synchronized void enter(String topic, String key, String body) {
    toEnter.add(new Step.EntryOut(topic, key, ByteString.copyFromUtf8(body)));
  }

  /** What the next load says to hold. */
  synchronized void loads(Step step) {
    loaded = step;
  }

  /** Steps wait until {@link #release}. */
  synchronized void pause() {
    hold = new CompletableFuture<>();
  }

  void release() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      waiting = hold;
    }
    waiting.complete(null);
  }

  synchronized void breaksOnTime(boolean now) {
    breaksOnTime = now;
  }

  /** The next step cannot read the database. */
  synchronized void databaseAwayOnce() {
    databaseAway = true;
  }

  /** Messages to this end cannot be completed. */
  synchronized void unsendable(String to) {
    unsendable = to;
  }

  @Override
  public synchronized Uni<List<ByteString>> beforeSend(
      String to, List<ByteString> messages, Tx tx) {
    return to.equals(unsendable)
        ? Uni.createFrom().failure(new IllegalStateException("cannot complete"))
        : Uni.createFrom().item(messages);
  }

  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  synchronized Map<String, String> statements() {
    return Map.copyOf(statements);
  }

  synchronized Map<String, String> entries() {
    return Map.copyOf(entries);
  }

  synchronized List<Boolean> timers() {
    return List.copyOf(timers);
  }

  /** It can stand poison from now on. */
  synchronized void tolerant() {
    tolerant = true;
  }

  /** Words that an operator gave again. */
  synchronized List<String> again() {
    return List.copyOf(again);
  }

  /** Words that an operator gave up. */
  synchronized List<String> failed() {
    return List.copyOf(failed);
  }

  synchronized List<String> held() {
    return List.copyOf(held);
  }

  synchronized Instant now() {
    return now;
  }

  synchronized int loads() {
    return loads;
  }

  synchronized int drops() {
    return drops;
  }

  synchronized int rounds() {
    return rounds;
  }

  @Override
  public Uni<Step> load(Ownership ownership, Tx tx) {
    return tx.rows("select word from word order by n")
        .map(
            rows -> {
              synchronized (this) {
                heard = new ArrayList<>(rows.stream().map(row -> row.getString(0)).toList());
                loads++;
                return loaded;
              }
            });
  }

  @Override
  public Uni<Step> step(Inputs inputs) {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      waiting = hold;
    }
    return Uni.createFrom().completionStage(waiting).map(_ -> decide(inputs));
  }

  private synchronized Step decide(Inputs inputs) {
    rounds++;
    now = inputs.now();
    timers.add(inputs.timersMayFire());
    if (databaseAway && !inputs.messages().isEmpty()) {
      databaseAway = false;
      throw new VertxException("connection closed", true);
    }
    if (breaksOnTime && inputs.isEmpty()) {
      throw new IllegalStateException("time alone");
    }
    inputs.statements().forEach(s -> put(statements, s.from() + " " + s.subject(), s.body()));
    inputs.entries().forEach(e -> put(entries, e.key(), e.body()));
    List<String> words =
        inputs.messages().stream().map(message -> message.body().toStringUtf8()).toList();
    if (!tolerant) {
      words.forEach(WordProgram::check);
    }
    if (inputs.again()) {
      again.addAll(words);
    }
    var out = new ArrayList<Step.Out>();
    if (echo) {
      inputs
          .messages()
          .forEach(
              message ->
                  out.add(
                      new Step.Out(
                          message.stream().from(),
                          ByteString.copyFromUtf8("re " + message.body().toStringUtf8()))));
    }
    out.addAll(drain(toSay));
    deciding = words;
    return new Step(
        tx ->
            tx.update(
                    "insert into word (word) select * from unnest($1::text[])",
                    (Object) words.toArray(String[]::new))
                .replaceWithVoid(),
        out,
        drain(toState),
        drain(toEnter),
        Optional.of(inputs.now().plusMillis(WAKE_MS)));
  }

  private static void check(String word) {
    if (word.startsWith("poison")) {
      throw new IllegalStateException("cannot stand " + word);
    }
    if (word.startsWith("garbled")) {
      throw new Undecodable("a word", word);
    }
  }

  private static void put(Map<String, String> map, String key, ByteString body) {
    if (body.toStringUtf8().startsWith("poison")) {
      throw new IllegalStateException("cannot stand " + key);
    }
    map.put(key, body.toStringUtf8());
  }

  private static <T> List<T> drain(ArrayDeque<T> queue) {
    var all = List.copyOf(queue);
    queue.clear();
    return all;
  }

  @Override
  public synchronized Uni<Step> quarantined(Inputs alone, String reason) {
    held.add(alone.messages().getFirst().body().toStringUtf8());
    return Uni.createFrom().item(Step.nothing(Optional.empty()));
  }

  @Override
  public synchronized Uni<Step> failed(Inputs alone, String reason) {
    String word = alone.messages().getFirst().body().toStringUtf8();
    if (!tolerant && word.equals("poison pill")) {
      return Uni.createFrom().failure(new IllegalStateException("cannot give up " + reason));
    }
    failed.add(word);
    return Uni.createFrom().item(Step.nothing(Optional.empty()));
  }

  @Override
  public synchronized void committed(Step step) {
    heard.addAll(deciding);
    deciding = List.of();
  }

  @Override
  public synchronized void dropped() {
    drops++;
    heard = new ArrayList<>();
    deciding = List.of();
    statements.clear();
    entries.clear();
  }
}
