package io.longshore.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Lineage;
import io.longshore.kit.wire.Sending.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A database and a broker that do what is said, or fail at it. */
final class SendingRig {

  private static final Map<String, String> WAYS =
      Map.of("queue", "changes", "capacity", "demand", "placement/*", "launches.");

  final Sending sending = new Sending(new Routes("scheduler", 0, WAYS), 7, 0);
  final TreeMap<String, Long> given = new TreeMap<>();
  final TreeMap<String, Long> cut = new TreeMap<>();
  final List<StreamRecord> kafka = new ArrayList<>();
  final List<Next> seen = new ArrayList<>();
  Predicate<Next> fails = _ -> false;
  Mail mail = new Mail();
  long now;

  /** One pass; what was done in it. */
  List<Next> pass() {
    seen.clear();
    Mail told = mail;
    mail = new Mail();
    Next next = sending.begin(told, now);
    while (!(next instanceof Next.Rest)) {
      seen.add(next);
      next = fails.test(next) ? sending.failed(now) : act(next);
    }
    seen.add(next);
    return List.copyOf(seen);
  }

  private Next act(Next next) {
    switch (next) {
      case Next.Streams _ -> {
        var all = new ArrayList<Lane.Stream>();
        given.forEach((to, last) -> all.add(stream(to, last)));
        return sending.streams(all, now);
      }
      case Next.Find(_, var topic) -> {
        return sending.found(topic.map(name -> "id of " + name).orElse(""), now);
      }
      case Next.FindCompacted(var topic) -> {
        return sending.found("id of " + topic, now);
      }
      case Next.Rows wanted -> {
        return sending.rows(rows(wanted), now);
      }
      case Next.Send send -> kafka.addAll(send.records());
      case Next.Cut(var to, var last) -> cut.put(to, last);
      case Next.Stop _, Next.Write _, Next.StartedOver _, Next.Rest _ -> {}
    }
    return sending.done(now);
  }

  Lane.Stream stream(String to, long last) {
    long acked = cut.getOrDefault(to, 0L);
    return new Lane.Stream(to, Lineage.FIRST, last, acked, Optional.empty());
  }

  /** Rows of two messages each. */
  private List<Sending.Row> rows(Next.Rows wanted) {
    var rows = new ArrayList<Sending.Row>();
    long first = wanted.from() - (wanted.from() + 1) % 2;
    while (rows.size() < wanted.limit() && first < given.get(wanted.receiver())) {
      assertThat(first).isGreaterThan(cut.getOrDefault(wanted.receiver(), 0L));
      rows.add(new Sending.Row(first, first + 1, List.of(body(first), body(first + 1))));
      first += 2;
    }
    return rows;
  }

  List<Long> firsts(String to) {
    return kafka.stream()
        .filter(record -> record.getTo().equals(to) && record.getMessagesCount() > 0)
        .map(StreamRecord::getFirst)
        .toList();
  }

  void acked(String by, long stored) {
    var ack =
        StreamAck.newBuilder().setFrom("scheduler").setTo(by).setIncarnation(1).setStored(stored);
    mail.acked(List.of(ack.build()));
  }

  <T> List<T> seen(Class<T> kind) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static ByteString body(long number) {
    return ByteString.copyFromUtf8("m" + number);
  }
}
