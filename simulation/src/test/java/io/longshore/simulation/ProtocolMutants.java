package io.longshore.simulation;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.Advance;
import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.Sending;
import io.longshore.simulation.database.SimDatabase;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.service.Intake;
import io.longshore.simulation.service.Parts;
import io.longshore.simulation.service.Program;
import io.longshore.simulation.service.Publisher;
import io.longshore.simulation.service.Tenure;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Host;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Classic mistakes in the protocol, each in the place of the right part. */
final class ProtocolMutants {

  private ProtocolMutants() {}

  /** Messages get their numbers, and leave, before the state that they tell of is committed. */
  static final class PublishBeforeCommit extends Seams {
    @Override
    public Tenure tenure(
        Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
      return new Tenure(parts, scope, taken, askedAt, over) {
        @Override
        protected void deciding(Program.Decision decision, Advance advance) {
          var messages = new TreeMap<String, List<ByteString>>();
          decision
              .messages()
              .forEach(
                  out ->
                      messages.computeIfAbsent(out.to(), _ -> new ArrayList<>()).add(out.body()));
          parts.database().store().append(messages);
          publisher().wake();
        }

        @Override
        protected void store(Store store, Program.Decision decision, Advance advance) {
          super.store(store, silent(decision), advance);
        }
      };
    }
  }

  private static Program.Decision silent(Program.Decision decision) {
    return new Program.Decision(
        decision.writes(), List.of(), decision.statements(), decision.entries(), decision.wakeAt());
  }

  /** Numbers are not looked at: whatever arrives is what follows. */
  static final class SkipStreamCheck extends Seams {
    @Override
    public Tenure tenure(
        Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
      return new Tenure(parts, scope, taken, askedAt, over) {
        private final Map<StreamId, Long> last = new HashMap<>();

        @Override
        protected List<Arrival> arrivals(List<Arrival> some) {
          return some.stream().map(this::renumbered).toList();
        }

        private Arrival renumbered(Arrival arrival) {
          if (!(arrival instanceof Arrival.Received(var topic, var id, var next, var record))
              || record.getMessagesCount() == 0) {
            return arrival;
          }
          var stream = new StreamId(record.getFrom(), record.getTo(), record.getCell());
          long from = last.computeIfAbsent(stream, s -> parts.database().store().last(s)) + 1;
          long to = from + record.getMessagesCount() - 1;
          last.put(stream, to);
          return new Arrival.Received(
              topic, id, next, record.toBuilder().setFirst(from).setLast(to).build());
        }
      };
    }
  }

  /** A gap is not waited for. */
  static final class JumpOverGaps extends Seams {
    @Override
    public Tenure tenure(
        Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
      return new Tenure(parts, scope, taken, askedAt, over) {
        @Override
        protected List<Arrival> arrivals(List<Arrival> some) {
          // Whatever the broker has lost is taken for read.
          return some.stream().filter(a -> !(lost(a) && parts.dice().once(40))).toList();
        }

        private static boolean lost(Arrival arrival) {
          return arrival instanceof Arrival.Received received
              && received.record().getMessagesCount() > 0;
        }

        @Override
        protected void store(Store store, Program.Decision decision, Advance advance) {
          super.store(store, decision, advance);
          store.sending().forEach(stream -> store.cut(stream.receiver(), stream.given()));
        }
      };
    }
  }

  /** The lease is not compared: a paused owner that wakes up goes on. */
  static final class NoLeaseCheck extends Seams {
    @Override
    public Tenure tenure(
        Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
      return new Tenure(parts, scope, taken, askedAt, over) {
        @Override
        protected void lease(Store store, Instant clock, Instant now) {
          store.renew(scope, store.epoch(scope), now);
        }
      };
    }
  }

  /** A commit without an answer is taken for done. */
  static final class TrustSilence extends Seams {
    @Override
    public Tenure tenure(
        Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
      return new Tenure(parts, scope, taken, askedAt, over) {
        @Override
        protected CommitVerdict verdict(Store store, long id) {
          return CommitVerdict.GO_ON;
        }
      };
    }
  }

  /** A step is stored, and how far its inputs were read is not. */
  static final class ForgetPositions extends Seams {
    @Override
    public Tenure tenure(
        Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
      return new Tenure(parts, scope, taken, askedAt, over) {
        @Override
        protected void store(Store store, Program.Decision decision, Advance advance) {
          super.store(store, decision, Advance.NONE);
        }
      };
    }
  }

  /** The outbox is cut at the broker's word instead of the consumer's. */
  static final class CutAtBrokersAck extends Seams {
    @Override
    public Publisher publisher(Publisher.Frame frame) {
      return new Publisher(frame) {
        @Override
        protected void sent(String receiver, long last) {
          frame.database().store().cut(receiver, last);
        }
      };
    }
  }

  /** What was sent once is never sent again. */
  static final class NeverSendAgain extends Seams {
    @Override
    public Publisher publisher(Publisher.Frame frame) {
      return new Publisher(frame) {
        private final Set<String> sent = new HashSet<>();

        @Override
        protected List<Store.Stored> rows(Sending.Next.Rows wanted) {
          return super.rows(wanted).stream()
              .filter(row -> sent.add(wanted.receiver() + row.last()))
              .toList();
        }
      };
    }
  }

  /** The job is committed, and the scheduler told of it afterwards, if nothing comes between. */
  static final class TellAfterCommit extends Seams {
    @Override
    public Intake intake(
        Host host,
        Agenda agenda,
        SimDatabase database,
        LongSupplier commitIds,
        Runnable committed) {
      var late = new ArrayList<ByteString>();
      Runnable tell =
          () -> {
            if (!late.isEmpty()) {
              var messages = new TreeMap<String, List<ByteString>>();
              messages.put("scheduler", List.copyOf(late));
              database.store().append(messages);
              late.clear();
            }
            committed.run();
          };
      return new Intake(host, agenda, database, commitIds, tell) {
        @Override
        protected List<Done> decide(Store store, List<Work> works) {
          late.clear();
          var silent = new ArrayList<Done>();
          for (Work work : works) {
            var done = work.run(store, agenda.instant());
            late.addAll(done.messages());
            silent.add(Done.of(done.verdict()));
          }
          return silent;
        }

        @Override
        public void killed() {
          late.clear();
          super.killed();
        }
      };
    }
  }
}
