package io.longshore.standalone.demo;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The demonstration with a stack of its own, from nothing to nothing. */
public final class DemoRun {

  private static final Duration PROMISED_END = Duration.ofSeconds(10);

  private final Path root;
  private final DataFolder data;
  private final Duration limit;
  private final PrintStream out;
  private final Announcer announcer;

  /**
   * Does nothing yet.
   *
   * @param data its folder, which is cleared
   * @param limit how long all of it may take
   */
  public DemoRun(Path root, DataFolder data, Duration limit, PrintStream out, Announcer announcer) {
    this.root = root;
    this.data = data;
    this.limit = limit;
    this.out = out;
    this.announcer = announcer;
  }

  /** Returns whether everything was as promised. */
  public boolean run() throws IOException {
    var begun = System.nanoTime();
    DemoSettings.print(out);
    data.clear();
    var outcome = onStack();
    var claims = new ArrayList<>(outcome.claims());
    claims.add(Claim.of("no process is left", this::nothingLeft));
    var wall = Duration.ofNanos(System.nanoTime() - begun);
    claims.add(inTime(wall, limit));
    var all = new Demo.Outcome(outcome.result(), List.copyOf(claims), outcome.summary());
    all.print(out);
    all.summary().print(out, wall);
    out.println(all.good() ? "Everything was as promised." : "Something is off: see OFF above.");
    return all.good();
  }

  private Demo.Outcome onStack() throws IOException {
    try (var stack = Stack.start(DemoSettings.of(root), data, Ports.anyFree(), announcer)) {
      var demo = new Demo(stack.endpoints(), root, data.folder("work"), announcer);
      return demo.run();
    }
  }

  static Claim inTime(Duration wall, Duration limit) {
    return new Claim(
        "all of it took less than " + limit.toSeconds() + " s",
        wall.compareTo(limit) < 0,
        wall.toSeconds() + " s from the start to the last process's end");
  }

  private Claim.Finding nothingLeft() {
    var deadline = System.nanoTime() + PROMISED_END.toNanos();
    var left = processes();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Wait.pause(Duration.ofMillis(100));
      left = processes();
    }
    return new Claim.Finding(left.isEmpty(), left.isEmpty() ? "none" : left.toString());
  }

  /** Processes that work inside the folder: the stack's, and those of jobs. */
  private List<String> processes() {
    try (var entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .filter(this::worksInside)
          .map(Path::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean worksInside(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(data.path());
    } catch (IOException e) {
      // Ended meanwhile, or another user's.
      return false;
    }
  }
}
