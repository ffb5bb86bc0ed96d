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
    // Ended by a signal: there is nothing to tidy up that the next start does not expect.
    new CountDownLatch(1).await();
    return 0;
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
