package io.longshore.scheduler.shell;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.testing.KafkaResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The other end of the scheduler's streams, by hand: sends numbered messages, reads what came. */
final class Peer {
  private final String name;
  private final String out;
  private final String in;
  private long number;

  Peer(String name, String out, String in) {
    this.name = name;
    this.out = out;
    this.in = in;
  }

  /** Sends messages as one record. */
  void send(MessageLite... messages) {
    var record =
        StreamRecord.newBuilder()
            .setFrom(name)
            .setTo("scheduler")
            .setIncarnation(1)
            .setFirst(number + 1);
    for (var message : messages) {
      record.addMessages(message.toByteString());
    }
    number += messages.length;
    KafkaResource.produce(out, 0, null, record.setLast(number).build().toByteArray());
  }

  /** Messages for this end so far, each once. */
  List<ByteString> received() {
    Map<Long, ByteString> byNumber = new TreeMap<>();
    for (var record : records()) {
      for (var i = 0; i < record.getMessagesCount(); i++) {
        byNumber.put(record.getFirst() + i, record.getMessages(i));
      }
    }
    return new ArrayList<>(byNumber.values());
  }

  /** The newest statement about each subject. */
  Map<String, ByteString> statements() {
    Map<String, Statement> newest = new TreeMap<>();
    for (var record : records()) {
      for (var statement : record.getStatementsList()) {
        newest.merge(
            statement.getSubject(),
            statement,
            (a, b) -> Long.compareUnsigned(a.getVersion(), b.getVersion()) > 0 ? a : b);
      }
    }
    Map<String, ByteString> bodies = new TreeMap<>();
    newest.forEach((subject, statement) -> bodies.put(subject, statement.getBody()));
    return bodies;
  }

  private List<StreamRecord> records() {
    var records = new ArrayList<StreamRecord>();
    for (var record : KafkaResource.records(in, 0)) {
      try {
        var read = StreamRecord.parseFrom(record.value());
        if (read.getTo().equals(name)) {
          records.add(read);
        }
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return records;
  }
}
