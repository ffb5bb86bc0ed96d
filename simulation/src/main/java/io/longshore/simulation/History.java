package io.longshore.simulation;

import io.longshore.simulation.time.Agenda;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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
  private boolean kept;
  private long hash;
  private long told;

  /** An empty history. */
  public History(Agenda agenda) {
    this.agenda = agenda;
  }

  /** Keeps what is told from now on: a run that broke is run again to see what led there. */
  void keep() {
    kept = true;
  }

  /** Something happened. */
  public void tell(String who, String what) {
    tell(who, what.hashCode(), () -> what);
  }

  /** Something happened that happens often: it is put into words only where they are kept. */
  void tell(String who, long mark, Supplier<String> what) {
    if (kept) {
      lines.add(new Line(agenda.now(), who, what.get()));
      if (lines.size() > KEPT) {
        lines.remove();
      }
    }
    told++;
    hash = (hash ^ mark) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ (hash >>> 32) ^ agenda.now()) * 0xBF58476D1CE4E5B9L;
  }

  /** Equal for equal runs, and for hardly any others. */
  public long hash() {
    return (told << 40) ^ (hash >>> 24);
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
