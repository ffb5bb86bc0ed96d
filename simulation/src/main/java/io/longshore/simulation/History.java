package io.longshore.simulation;

import io.longshore.simulation.time.Agenda;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What happened, for whoever has to understand a broken promise: the last lines about everything,
 * of which those about one subject are shown. Its hash tells two runs apart.
 */
public final class History {

  private static final int KEPT = 200_000;

  /** One thing that happened. */
  private record Line(long at, String who, String what) {
    @Override
    public String toString() {
      return "%8d.%03d  %-12s %s".formatted(at / 1000, at % 1000, who, what);
    }
  }

  private final Agenda agenda;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private final CRC32C hash = new CRC32C();
  private long told;

  /** An empty history. */
  public History(Agenda agenda) {
    this.agenda = agenda;
  }

  /** Something happened. */
  public void tell(String who, String what) {
    var line = new Line(agenda.now(), who, what);
    lines.add(line);
    if (lines.size() > KEPT) {
      lines.remove();
    }
    told++;
    byte[] bytes = what.getBytes(StandardCharsets.UTF_8);
    hash.update(bytes, 0, bytes.length);
    hash.update((int) agenda.now());
  }

  /** Equal for equal runs, and for hardly any others. */
  public long hash() {
    return (told << 32) ^ hash.getValue();
  }

  /** The last {@code most} lines that name one of the subjects. */
  public List<String> about(List<String> subjects, int most) {
    var found = new ArrayDeque<String>();
    for (Line line : lines) {
      if (subjects.stream().anyMatch(line.what()::contains)) {
        found.add(line.toString());
        if (found.size() > most) {
          found.remove();
        }
      }
    }
    return new ArrayList<>(found);
  }
}
