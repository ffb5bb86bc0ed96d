package io.longshore.kit.shell.health;

import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.Cells;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** What is wrong with a process's streams, as an answer to a probe. */
final class Streams {

  private Streams() {}

  /**
   * Down while something is wrong, unless that is to be {@code borne}; what it is always stands in
   * it.
   */
  static HealthCheckResponse answer(Cells cells, boolean borne) {
    var answer = HealthCheckResponse.named("streams").up();
    for (CellRuntime runtime : cells.runtimes()) {
      runtime
          .problems()
          .forEach((what, why) -> answer.withData(runtime.scope() + " " + what, why).status(borne));
    }
    return answer.build();
  }
}
