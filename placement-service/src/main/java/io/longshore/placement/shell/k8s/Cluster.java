package io.longshore.placement.shell.k8s;

import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.DeskInput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A cluster as placement deals with it; tests and the simulation bring their own. */
public interface Cluster extends AutoCloseable {

  /**
   * Begins one ownership's dealings: says whether the API server answers, and from {@link
   * Action.Survey} on everything that it shows.
   *
   * @param desk takes what is seen and answered, from any thread, until the session is closed
   */
  Session open(Consumer<DeskInput> desk);

  /** The containers of a pod in the order in which they start; none where there is no such pod. */
  List<String> containers(String namespace, String pod) throws IOException;

  /** A container's output, as much as the node still has. */
  Output output(String namespace, String pod, String container, Reading reading)
      throws IOException, InterruptedException;

  @Override
  void close();

  /** One ownership's dealings. */
  interface Session extends AutoCloseable {

    /** Does what the desk wants; each action but a Survey is answered by one input. */
    void act(Action action);

    /** Ends it: nothing more is sent, and nothing that is still under way is answered. */
    @Override
    void close();
  }

  /**
   * How output is read.
   *
   * @param follow stay until the container ends
   * @param tailLines the last lines alone; negative: all
   * @param since only what was written from then on; nodes count in whole seconds
   */
  record Reading(boolean follow, long tailLines, Instant since) {

    /** All that there is. */
    public static final Reading ALL = new Reading(false, -1, Instant.EPOCH);
  }

  /** What reading output comes to. */
  sealed interface Output {

    /** The bytes as they come; the reader closes them. */
    record Bytes(InputStream bytes) implements Output {}

    /** The container has not started. */
    record NotStarted() implements Output {}

    /** There is no such pod or container. */
    record Missing() implements Output {}
  }
}
