package io.longshore.kit.shell.cell;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Inputs;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what it hears, says what it is told to, answers if asked to. */
final class EchoProgram implements Program {

  private static final int WAKE_MS = 50;

  private final List<String> heard = new ArrayList<>();
  private final List<Inputs.StatementIn> statements = new ArrayList<>();
  private final List<Inputs.Entry> entries = new ArrayList<>();
  private final ArrayDeque<Step.Out> toSay = new ArrayDeque<>();
  private boolean echo;

  synchronized void echo() {
    echo = true;
  }

  synchronized void say(String to, List<String> words) {
    words.forEach(word -> toSay.add(new Step.Out(to, ByteString.copyFromUtf8(word))));
  }

  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public Uni<Step> load(Ownership ownership, Tx tx) {
    return Uni.createFrom().item(Step.nothing(Optional.of(Instant.EPOCH)));
  }

  @Override
  public synchronized Uni<Step> step(Inputs inputs) {
    var out = new ArrayList<Step.Out>();
    for (var message : inputs.messages()) {
      String word = message.body().toStringUtf8();
      heard.add(word);
      if (echo) {
        out.add(new Step.Out(message.stream().from(), ByteString.copyFromUtf8("re " + word)));
      }
    }
    statements.addAll(inputs.statements());
    entries.addAll(inputs.entries());
    while (!toSay.isEmpty()) {
      out.add(toSay.remove());
    }
    return Uni.createFrom()
        .item(
            new Step(
                tx -> Uni.createFrom().voidItem(),
                out,
                List.of(),
                List.of(),
                Optional.of(inputs.now().plusMillis(WAKE_MS))));
  }

  @Override
  public void committed(Step step) {}

  @Override
  public void dropped() {}
}
