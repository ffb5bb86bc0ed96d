package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.EntryBook;
import io.longshore.kit.wire.Envelopes;
import io.longshore.kit.wire.Lane;
import io.longshore.kit.wire.Statementbook;
import io.longshore.simulation.database.SimDatabase;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.kafka.SimKafka;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends what the database holds, for one ownership, as the kit's Publisher does. Reading rows and
 * sending them are two moments: a process that is paused in between sends what is old when it wakes
 * up.
 */
public class Publisher {

  private static final int LIMIT = 32;
  private static final long REPEAT = 10_000;
  private static final long TICK = 1_000;

  private final Frame frame;
  private final Envelopes envelopes;
  private final Statementbook statements;
  private final EntryBook entries = new EntryBook();
  private final Map<String, Lane> lanes = new TreeMap<>();
  private final List<StreamAck> acks = new ArrayList<>();
  private boolean closed;
  private boolean working;
  private boolean again;
  private long repeatedAt;

  /** What a publisher works with. */
  public record Frame(
      Wires wires,
      Program program,
      Host host,
      Agenda agenda,
      SimDatabase database,
      SimKafka kafka,
      Dice dice,
      long epoch) {}

  /** Publishes for an ownership. */
  public Publisher(Frame frame) {
    this.frame = frame;
    this.envelopes = new Envelopes(frame.wires().self(), 0, frame.epoch());
    this.statements = new Statementbook(frame.epoch());
    this.repeatedAt = frame.agenda().now();
  }

  /** Starts. */
  public void start() {
    tick();
  }

  /** Ends; what is under way still arrives. */
  public void close() {
    closed = true;
  }

  private void tick() {
    if (!closed) {
      frame.host().in(TICK, this::tick);
      keep();
      wake();
    }
  }

  /** A decision is committed: its statements and entries hold, its inputs are stored. */
  public void committed(Program.Decision decision, Map<StreamId, Position> stored) {
    stored.forEach((id, position) -> lane(id.from()).stored(id, position));
    for (var out : decision.statements()) {
      lane(out.to()).state(statements.put(out.to(), out.subject(), out.body()));
    }
    decision.entries().forEach(out -> entries.put(out.topic(), out.key(), out.body()));
    if (!decision.messages().isEmpty()
        || !decision.statements().isEmpty()
        || !decision.entries().isEmpty()) {
      wake();
    }
  }

  /** Other ends have stored what was sent. */
  public void acked(List<StreamAck> some) {
    acks.addAll(some);
  }

  /** There may be something to send. */
  public void wake() {
    if (closed) {
      return;
    }
    if (working) {
      again = true;
      return;
    }
    working = true;
    frame.host().in(0, this::turn);
  }

  private long now() {
    return frame.agenda().now();
  }

  private Lane lane(String to) {
    return lanes.computeIfAbsent(to, _ -> new Lane(to, now()));
  }

  private void turn() {
    if (closed) {
      return;
    }
    if (!frame.database().down()) {
      refresh();
      for (Lane lane : lanes.values()) {
        if (lane.open(now()) && serve(lane)) {
          return;
        }
      }
      writeEntries();
    }
    working = false;
    if (again) {
      again = false;
      wake();
    }
  }

  private void refresh() {
    for (Lane.Stream stream : frame.database().store().sending()) {
      lane(stream.receiver()).seen(stream, now());
    }
    for (StreamAck ack : acks) {
      if (lane(ack.getTo()).acked(ack, now()).isPresent()) {
        throw new IllegalStateException("acknowledgement of numbers never given: " + ack);
      }
    }
    acks.clear();
  }

  /** Sends one thing that the destination is due; false when there is none. */
  private boolean serve(Lane lane) {
    Optional<String> topic =
        frame.wires().topic(lane.receiver()).filter(t -> !frame.kafka().id(t).isEmpty());
    if (topic.isEmpty()) {
      return false;
    }
    if (!lane.fresh().isEmpty()) {
      var records = envelopes.statements(lane, lane.fresh(), now());
      send(lane, topic.get(), records, lane::stated);
      return true;
    }
    if (lane.hasToSend()) {
      var rows = rows(lane);
      if (!rows.isEmpty()) {
        var records = new ArrayList<StreamRecord>();
        for (Store.Stored row : rows) {
          var messages =
              frame.program().beforeSend(lane.receiver(), row.messages(), frame.database().store());
          records.addAll(envelopes.rows(lane, row.first(), messages, now()));
        }
        long last = rows.getLast().last();
        send(lane, topic.get(), records, () -> sent(lane, last));
        return true;
      }
    }
    if (lane.acksDue(now())) {
      send(lane, topic.get(), List.of(envelopes.acks(lane, now())), () -> {});
      return true;
    }
    return false;
  }

  /** The rows that are to be sent next. */
  protected List<Store.Stored> rows(Lane lane) {
    int limit = lane.cursor().probing() ? 1 : LIMIT;
    return frame.database().store().rows(lane.receiver(), lane.cursor().next(), limit);
  }

  /** The broker has everything up to there. */
  protected void sent(Lane lane, long last) {
    lane.sent(last, now());
  }

  private void send(Lane lane, String topic, List<StreamRecord> records, Runnable sent) {
    frame.host().in(frame.dice().between(0, 2), () -> sendNow(lane, topic, records, sent));
  }

  private void sendNow(Lane lane, String topic, List<StreamRecord> records, Runnable sent) {
    boolean well = true;
    for (StreamRecord record : records) {
      well &= frame.kafka().send(topic, "", record.toByteString()) == SimKafka.Sent.DONE;
    }
    boolean done = well;
    frame
        .host()
        .in(
            done ? frame.dice().between(1, 3) : frame.dice().between(50, 2_000),
            () -> {
              if (done) {
                sent.run();
              } else {
                lane.failed(now());
              }
              turn();
            });
  }

  private void writeEntries() {
    for (String topic : entries.topics()) {
      String id = frame.kafka().id(topic);
      if (!id.isEmpty()) {
        EntryBook.Due due = entries.due(topic, id, now());
        boolean well = true;
        for (Map.Entry<String, ByteString> entry : due.entries().entrySet()) {
          well &= frame.kafka().send(topic, entry.getKey(), entry.getValue()) == SimKafka.Sent.DONE;
        }
        if (well) {
          entries.written(due);
        } else {
          entries.failed();
        }
      }
    }
  }

  /** What time asks for: repetitions, starting over, cutting. */
  private void keep() {
    if (now() - repeatedAt >= REPEAT) {
      repeatedAt = now();
      for (String to : statements.receivers()) {
        statements.repeat(to).forEach(lane(to)::state);
      }
    }
    for (Lane lane : lanes.values()) {
      lane.stalled(now());
      Optional<Long> due = lane.toCut();
      if (due.isPresent() && !frame.database().down()) {
        frame.database().store().cut(lane.receiver(), due.get());
        lane.cut(due.get());
      }
    }
  }
}
