package io.longshore.scheduler.core.share;

import io.longshore.scheduler.core.fit.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one queue that may run, in order, and by shape. Everything is kept as jobs come and
 * go, so a round costs what has changed and the number of different shapes, never the number that
 * waits.
 */
public final class RunQueue {
  private final TreeMap<Turn, Candidate> all = new TreeMap<>();
  private final TreeMap<Shape, Line> lines = new TreeMap<>();
  private final TreeMap<Turn, Line> heads = new TreeMap<>();
  private long count;

  /** Candidates of one shape. */
  public static final class Line {
    private final Shape shape;
    private final TreeMap<Turn, Candidate> candidates = new TreeMap<>();
    private long count;

    private Line(Shape shape) {
      this.shape = shape;
    }

    public Shape shape() {
      return shape;
    }

    /** Jobs and children that wait with this shape. */
    public long count() {
      return count;
    }

    /**
     * Jobs and children whose turn comes before {@code turn}; no more than {@code most} of them are
     * looked for.
     */
    public long countBefore(Turn turn, long most) {
      var before = 0L;
      for (var candidate : candidates.headMap(turn).values()) {
        before += candidate.count();
        if (before >= most) {
          return most;
        }
      }
      return before;
    }

    /** Whose turn it is once that many have gone, null where none is left. */
    public @Nullable Turn turnAfter(long gone) {
      var passed = 0L;
      for (var candidate : candidates.values()) {
        passed += candidate.count();
        if (passed > gone) {
          return candidate.turn();
        }
      }
      return null;
    }
  }

  void add(Candidate candidate) {
    var line = lines.computeIfAbsent(candidate.shape(), Line::new);
    unhead(line);
    line.candidates.put(candidate.turn(), candidate);
    line.count += candidate.count();
    count += candidate.count();
    all.put(candidate.turn(), candidate);
    head(line);
  }

  void remove(Candidate candidate) {
    var line = lines.get(candidate.shape());
    if (line == null || line.candidates.get(candidate.turn()) == null) {
      throw new IllegalStateException("not in the queue: " + candidate);
    }
    unhead(line);
    line.candidates.remove(candidate.turn());
    line.count -= candidate.count();
    count -= candidate.count();
    all.remove(candidate.turn());
    if (line.candidates.isEmpty()) {
      lines.remove(candidate.shape());
    } else {
      head(line);
    }
  }

  /** Whose turn it is. */
  public Optional<Candidate> first() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.firstEntry().getValue());
  }

  /** Different shapes that wait, by the turn of their first job. */
  public Collection<Line> lines() {
    return Collections.unmodifiableCollection(heads.values());
  }

  /** Jobs and children that may run. */
  public long count() {
    return count;
  }

  /** Jobs and children before that turn. */
  public long ahead(Turn turn) {
    return all.headMap(turn).values().stream().mapToLong(Candidate::count).sum();
  }

  /** In order, for tests and explanations. */
  public List<Candidate> candidates() {
    return new ArrayList<>(all.values());
  }

  private void unhead(Line line) {
    if (!line.candidates.isEmpty()) {
      heads.remove(line.candidates.firstKey());
    }
  }

  private void head(Line line) {
    heads.put(line.candidates.firstKey(), line);
  }
}
