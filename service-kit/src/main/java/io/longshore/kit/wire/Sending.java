package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Check;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one ownership sends: outbox rows in order, statements, entries, acknowledgements; which is
 * next, what is sent again, and what may be cut. It works in passes: {@link #begin} one, do what is
 * said, tell what came of it, and so on until {@link Next.Rest}. Rows are read only after their
 * commit, so whatever leaves is true; sent too often, or by an owner that does not know yet that it
 * is none, it does no harm, because numbers and versions tell. A destination that cannot be served
 * holds up no other. Confined to one thread; times are monotonic milliseconds.
 */
public final class Sending {

  /** Outbox rows of one send. */
  private static final int ROWS = 32;

  private static final long REPEAT = 10_000;
  private static final long KEEP = 500;
  private static final long BACK_OFF = 500;

  private final Routes routes;
  private final Envelopes envelopes;
  private final Statementbook statements;
  private final EntryBook entries = new EntryBook();
  private final Map<String, Lane> lanes = new TreeMap<>();
  private final List<StreamAck> acks = new ArrayList<>();
  private final ArrayDeque<Lane> lanesToServe = new ArrayDeque<>();
  private final ArrayDeque<Lane> lanesToKeep = new ArrayDeque<>();
  private final ArrayDeque<String> topicsToWrite = new ArrayDeque<>();
  private Next doing = new Next.Rest(0);
  private int judged;
  private boolean noMoreRows;
  private long keptAt;
  private long repeatedAt;

  /** What is to be done next. */
  public sealed interface Next {

    /** Read how far the streams are numbered, and tell {@link #streams}. */
    record Streams() implements Next {}

    /** Store that nothing more is sent to {@code receiver}, until an operator acts. */
    record Stop(String receiver, String why) implements Next {}

    /**
     * Find the topic to {@code receiver}, and tell {@link #found}.
     *
     * @param topic empty where the wiring knows no way
     */
    record Find(String receiver, Optional<String> topic) implements Next {}

    /** Read the rows that contain {@code from} or more, in order, and tell {@link #rows}. */
    record Rows(String receiver, long from, int limit) implements Next {}

    /**
     * Hand these records to Kafka in order; it is done once Kafka has all of them.
     *
     * @param last the last number among them; 0 where they are not of the stream
     */
    record Send(String receiver, String topic, List<StreamRecord> records, long last)
        implements Next {}

    /** Find a compacted topic, and tell {@link #found}. */
    record FindCompacted(String topic) implements Next {}

    /** Write these records to a compacted topic; an empty body is a deletion. */
    record Write(EntryBook.Due due) implements Next {}

    /** Nothing was acknowledged for too long: sent again from the oldest row. Only to be told. */
    record StartedOver(String receiver, long from) implements Next {}

    /** Cut the rows up to there: the consumer has them in its database. */
    record Cut(String receiver, long to) implements Next {}

    /** The pass is over; the next may begin after so long. */
    record Rest(long afterMs) implements Next {}
  }

  /** An outbox row: the messages {@code first..last}. */
  public record Row(long first, long last, List<ByteString> messages) {}

  /** Sends for the owner of {@code epoch}. */
  public Sending(Routes routes, long epoch, long now) {
    this.routes = routes;
    this.envelopes = new Envelopes(routes.self(), routes.cell(), epoch);
    this.statements = new Statementbook(epoch);
    this.keptAt = now - KEEP;
    this.repeatedAt = now;
  }

  /** All destinations that are known. */
  public Collection<Lane> lanes() {
    return lanes.values();
  }

  /** The destination of this name. */
  public Lane lane(String receiver, long now) {
    return lanes.computeIfAbsent(receiver, _ -> new Lane(receiver, now));
  }

  /** Begins a pass, with what has been told since the last one. */
  public Next begin(Mail mail, long now) {
    Check.that(doing instanceof Next.Rest, "still at %s", doing);
    mail.stored().forEach((id, position) -> lane(id.from(), now).stored(id, position));
    for (Mail.Said said : mail.statements()) {
      lane(said.to(), now).state(statements.put(said.to(), said.subject(), said.body()));
    }
    mail.entries().forEach(kept -> entries.put(kept.topic(), kept.key(), kept.body()));
    acks.addAll(mail.acks());
    return next(new Next.Streams());
  }

  private Next next(Next what) {
    doing = what;
    return what;
  }

  /** How far the streams are numbered: acknowledgements are judged by it. */
  public Next streams(Iterable<Lane.Stream> all, long now) {
    for (Lane.Stream stream : all) {
      lane(stream.receiver(), now).seen(stream, now);
    }
    judged = 0;
    return judge(now);
  }

  /** What an acknowledgement says is not forgotten before what follows from it is stored. */
  private Next judge(long now) {
    while (judged < acks.size()) {
      StreamAck ack = acks.get(judged++);
      Lane lane = lane(ack.getTo(), now);
      Optional<String> lost = lane.acked(ack, now);
      if (lost.isPresent()) {
        lane.stop(lost.get());
        return next(new Next.Stop(lane.receiver(), lost.get()));
      }
    }
    acks.clear();
    lanesToServe.clear();
    lanesToServe.addAll(lanes.values());
    noMoreRows = false;
    return serve(now);
  }

  /** What the first of the waiting destinations is due, or else the next one. */
  private Next serve(long now) {
    while (!lanesToServe.isEmpty()) {
      Lane lane = lanesToServe.peek();
      if (lane.open(now) && isDue(lane, now)) {
        return next(new Next.Find(lane.receiver(), routes.topic(lane.receiver())));
      }
      pass();
    }
    topicsToWrite.clear();
    topicsToWrite.addAll(entries.topics());
    return write(now);
  }

  private boolean isDue(Lane lane, long now) {
    return !lane.fresh().isEmpty() || hasRows(lane) || lane.acksDue(now);
  }

  private boolean hasRows(Lane lane) {
    return !noMoreRows && lane.hasToSend();
  }

  private void pass() {
    lanesToServe.remove();
    noMoreRows = false;
  }

  /**
   * The topic that was to be found.
   *
   * @param id empty while it is not there
   */
  public Next found(String id, long now) {
    return switch (doing) {
      case Next.Find(var receiver, var topic) -> {
        if (id.isEmpty() || topic.isEmpty()) {
          pass();
          yield serve(now);
        }
        yield send(lane(receiver, now), topic.get(), now);
      }
      case Next.FindCompacted(var topic) -> {
        topicsToWrite.remove();
        if (id.isEmpty()) {
          yield write(now);
        }
        var due = entries.due(topic, id, now);
        yield next(new Next.Write(due));
      }
      default -> throw new IllegalStateException("nothing was to be found at " + doing);
    };
  }

  /** Statements first, then rows, then acknowledgements if no record has carried them. */
  private Next send(Lane lane, String topic, long now) {
    if (!lane.fresh().isEmpty()) {
      var records = envelopes.statements(lane, lane.fresh(), now);
      return next(new Next.Send(lane.receiver(), topic, records, 0));
    }
    if (hasRows(lane)) {
      int limit = lane.cursor().probing() ? 1 : ROWS;
      return next(new Next.Rows(lane.receiver(), lane.cursor().next(), limit));
    }
    var records = List.of(envelopes.acks(lane, now));
    return next(new Next.Send(lane.receiver(), topic, records, 0));
  }

  /** The rows that were to be read. */
  public Next rows(List<Row> rows, long now) {
    if (!(doing instanceof Next.Rows(var receiver, var from, _))) {
      throw new IllegalStateException("no rows were to be read at " + doing);
    }
    if (rows.isEmpty()) {
      noMoreRows = true;
      return serve(now);
    }
    Lane lane = lane(receiver, now);
    var records = new ArrayList<StreamRecord>();
    long expected = from;
    for (Row row : rows) {
      Check.that(
          row.first() <= expected && row.last() >= expected,
          "outbox to %s has %d..%d where %d is next",
          receiver,
          row.first(),
          row.last(),
          expected);
      expected = row.last() + 1;
      records.addAll(envelopes.rows(lane, row.first(), row.messages(), now));
    }
    String topic = routes.topic(receiver).orElseThrow();
    return next(new Next.Send(receiver, topic, records, expected - 1));
  }

  private Next write(long now) {
    return topicsToWrite.isEmpty() ? keep(now) : next(new Next.FindCompacted(topicsToWrite.peek()));
  }

  /** What time asks for: repetitions, starting over, cutting. */
  private Next keep(long now) {
    if (now - keptAt < KEEP) {
      return next(new Next.Rest(0));
    }
    keptAt = now;
    if (now - repeatedAt >= REPEAT) {
      repeatedAt = now;
      for (String receiver : statements.receivers()) {
        statements.repeat(receiver).forEach(lane(receiver, now)::state);
      }
    }
    lanesToKeep.clear();
    lanesToKeep.addAll(lanes.values());
    return keepNext(now);
  }

  private Next keepNext(long now) {
    while (!lanesToKeep.isEmpty()) {
      Lane lane = lanesToKeep.peek();
      if (lane.stalled(now)) {
        return next(new Next.StartedOver(lane.receiver(), lane.cursor().next()));
      }
      lanesToKeep.remove();
      if (lane.toCut().isPresent()) {
        return next(new Next.Cut(lane.receiver(), lane.toCut().get()));
      }
    }
    return next(new Next.Rest(0));
  }

  /** What was said is done. */
  public Next done(long now) {
    return switch (doing) {
      case Next.Stop _ -> judge(now);
      case Next.Send send -> {
        sent(lane(send.receiver(), now), send, now);
        yield serve(now);
      }
      case Next.Write(var due) -> {
        entries.written(due);
        yield write(now);
      }
      case Next.StartedOver _ -> keepNext(now);
      case Next.Cut(var receiver, var to) -> {
        lane(receiver, now).cut(to);
        yield keepNext(now);
      }
      case Next.Streams _, Next.Find _, Next.FindCompacted _, Next.Rows _, Next.Rest _ ->
          throw new IllegalStateException("more is to be told than that it is done: " + doing);
    };
  }

  private void sent(Lane lane, Next.Send send, long now) {
    if (send.last() > 0) {
      lane.sent(send.last(), now);
    } else if (send.records().getFirst().getStatementsCount() > 0) {
      lane.stated();
    }
  }

  /**
   * It failed, or nobody knows. A destination is left alone for a while and then started over; what
   * concerns all ends the pass.
   */
  public Next failed(long now) {
    return switch (doing) {
      case Next.Find(var receiver, _) -> failed(receiver, now);
      case Next.Rows(var receiver, _, _) -> failed(receiver, now);
      case Next.Send send -> failed(send.receiver(), now);
      case Next.FindCompacted _, Next.Write _ -> {
        entries.failed();
        yield next(new Next.Rest(BACK_OFF));
      }
      case Next.Streams _, Next.Stop _, Next.StartedOver _, Next.Cut _, Next.Rest _ ->
          next(new Next.Rest(BACK_OFF));
    };
  }

  private Next failed(String receiver, long now) {
    lane(receiver, now).failed(now);
    pass();
    return serve(now);
  }
}
