package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Check;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.EntryBook;
import io.longshore.kit.wire.Mail;
import io.longshore.kit.wire.Routes;
import io.longshore.kit.wire.Sending;
import io.longshore.kit.wire.Sending.Next;
import io.longshore.simulation.Broken;
import io.longshore.simulation.database.SimDatabase;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.kafka.SimKafka;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Sends for one ownership what the kit's {@link Sending} says, as the kit's Publisher does with a
 * thread. Reading rows and sending them are two moments: a process that is paused in between sends
 * what is old when it wakes up.
 */
public class Publisher {

  private static final long TICK = 1_000;

  private final Frame frame;
  private final Sending sending;
  private Mail mail = new Mail();
  private boolean closed;
  private boolean working;

  /**
   * What a publisher works with.
   *
   * @param owner whether the database still knows the ownership that it publishes for
   */
  public record Frame(
      Wires wires,
      Program program,
      Host host,
      Agenda agenda,
      SimDatabase database,
      SimKafka kafka,
      Dice dice,
      long epoch,
      BooleanSupplier owner) {}

  /** Publishes for an ownership. */
  public Publisher(Frame frame) {
    this.frame = frame;
    var routes = new Routes(frame.wires().self(), 0, frame.wires().outbound());
    this.sending = new Sending(routes, frame.epoch(), now());
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
      look();
    }
  }

  /** A decision is committed: its statements and entries hold, its inputs are stored. */
  public void committed(Program.Decision decision, Map<StreamId, Position> stored) {
    mail.stored(stored);
    decision.statements().forEach(out -> mail.statement(out.to(), out.subject(), out.body()));
    decision.entries().forEach(out -> mail.entry(out.topic(), out.key(), out.body()));
    if (!decision.messages().isEmpty()) {
      mail.rows();
    }
    lookIfUrgent();
  }

  /** Other ends have stored what was sent. */
  public void acked(List<StreamAck> some) {
    mail.acked(some);
    lookIfUrgent();
  }

  /** There may be something to send. */
  public void wake() {
    mail.rows();
    look();
  }

  private void lookIfUrgent() {
    if (mail.isUrgent()) {
      look();
    }
  }

  private void look() {
    if (!closed && !working) {
      working = true;
      frame.host().in(0, this::pass);
    }
  }

  private long now() {
    return frame.agenda().now();
  }

  private void pass() {
    Mail told = mail;
    mail = new Mail();
    follow(sending.begin(told, now()));
  }

  private void follow(Next first) {
    Next next = first;
    while (!closed) {
      switch (next) {
        case Next.Rest(long afterMs) -> {
          if (afterMs > 0) {
            frame.host().in(afterMs, this::rested);
          } else {
            rested();
          }
          return;
        }
        case Next.Send send -> {
          frame.host().in(frame.dice().between(0, 2), () -> send(send));
          return;
        }
        default -> next = away(next) ? sending.failed(now()) : act(next);
      }
    }
  }

  private void rested() {
    working = false;
    lookIfUrgent();
  }

  /** Whether what has to answer does not. */
  private boolean away(Next next) {
    return switch (next) {
      case Next.Streams _, Next.Stop _, Next.Rows _, Next.Cut _ -> frame.database().down();
      case Next.Find _, Next.FindCompacted _, Next.Write _ -> frame.kafka().down();
      case Next.Send _, Next.StartedOver _, Next.Rest _ -> false;
    };
  }

  private Next act(Next next) {
    return switch (next) {
      case Next.Streams _ -> sending.streams(frame.database().store().sending(), now());
      case Next.Find(_, var topic) -> sending.found(topic.map(this::id).orElse(""), now());
      case Next.FindCompacted(var topic) -> sending.found(id(topic), now());
      case Next.Rows wanted -> read(wanted);
      case Next.Write(var due) -> write(due) ? sending.done(now()) : sending.failed(now());
      case Next.Cut(var receiver, var to) ->
          underLease(() -> frame.database().store().cut(receiver, to));
      case Next.StartedOver _ -> sending.done(now());
      case Next.Stop stop ->
          underLease(
              () -> {
                throw new Broken("no stream stops", new IllegalStateException(stop.toString()));
              });
      case Next.Send _, Next.Rest _ -> throw new IllegalStateException("not here: " + next);
    };
  }

  /** A former owner writes nothing. */
  private Next underLease(Runnable write) {
    if (frame.owner().getAsBoolean()) {
      write.run();
    } else {
      close();
    }
    return sending.done(now());
  }

  /** A successor may have cut what a publisher that was paused wants to read on with. */
  private Next read(Next.Rows wanted) {
    try {
      return sending.rows(completed(wanted), now());
    } catch (Check.BrokenInvariant e) {
      if (frame.owner().getAsBoolean()) {
        throw new Broken("no outbox has a hole", e);
      }
      return sending.failed(now());
    }
  }

  private String id(String topic) {
    return frame.kafka().id(topic);
  }

  private List<Sending.Row> completed(Next.Rows wanted) {
    return rows(wanted).stream().map(row -> completed(wanted.receiver(), row)).toList();
  }

  private Sending.Row completed(String receiver, Store.Stored row) {
    var store = frame.database().store();
    var messages = frame.program().beforeSend(receiver, row.messages(), store);
    return new Sending.Row(row.first(), row.last(), messages);
  }

  /** The rows that are to be sent next. */
  protected List<Store.Stored> rows(Next.Rows wanted) {
    return frame.database().store().rows(wanted.receiver(), wanted.from(), wanted.limit());
  }

  /** The broker has everything up to there. */
  protected void sent(String receiver, long last) {}

  private void send(Next.Send send) {
    boolean well = true;
    for (StreamRecord record : send.records()) {
      well &= sent(send.topic(), "", record.toByteString());
    }
    boolean done = well;
    long after = done ? frame.dice().between(1, 3) : frame.dice().between(50, 2_000);
    frame.host().in(after, () -> answered(send, done));
  }

  private void answered(Next.Send send, boolean done) {
    if (closed) {
      return;
    }
    if (done && send.last() > 0) {
      sent(send.receiver(), send.last());
    }
    follow(done ? sending.done(now()) : sending.failed(now()));
  }

  private boolean write(EntryBook.Due due) {
    boolean well = true;
    for (Map.Entry<String, ByteString> entry : due.entries().entrySet()) {
      well &= sent(due.topic(), entry.getKey(), entry.getValue());
    }
    return well;
  }

  private boolean sent(String topic, String key, ByteString value) {
    return frame.kafka().send(topic, key, value) == SimKafka.Sent.DONE;
  }
}
