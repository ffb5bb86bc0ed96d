package io.longshore.standalone.system;

import io.longshore.standalone.process.Announcer;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** What a stack says, into the test's output. */
final class Lines implements Announcer {

  @Override
  public void say(String who, String what) {
    System.out.println(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + who + " " + what);
  }
}
