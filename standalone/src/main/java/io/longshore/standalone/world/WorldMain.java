package io.longshore.standalone.world;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts the world as a process of its own and stays until it is ended. */
@Command
public final class WorldMain extends WorldOptions implements Callable<Integer> {

  private WorldMain() {}

  /** The process's entry. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new WorldMain()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    World world = World.start(this);
    System.out.printf("world ready kube=%s aws=%s%n", world.kubeUrl(), world.awsUrl());
    if (dieWithStdin) {
      Thread.ofPlatform().name("stdin").start(WorldMain::dieWithStdin);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(world)));
    // Ended by a signal.
    new CountDownLatch(1).await();
    return 0;
  }

  /** What was started on the machines is gone when the process is: nothing is left to others. */
  private static void close(World world) {
    try {
      world.close();
    } catch (IOException e) {
      // The journal's last line may be torn, as after a crash: the next start passes over it.
      System.err.println("world: the journal was not closed: " + e.getMessage());
    }
  }

  /** Whoever started the world holds the other end: when that process dies, so does the world. */
  private static void dieWithStdin() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is expected there.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
