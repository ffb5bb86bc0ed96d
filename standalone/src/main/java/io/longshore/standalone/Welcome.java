package io.longshore.standalone;

import io.longshore.standalone.stack.Endpoints;
import java.io.PrintStream;
import java.nio.file.Path;

/** What somebody needs to know once the stack is up. */
final class Welcome {

  private Welcome() {}

  static void print(PrintStream out, Endpoints endpoints, Path data) {
    out.printf(
        """

        Longshore is up.
          gRPC        %s
          Kafka       %s
          Kubernetes  %s
          AWS         %s
          state       %s (logs in state/logs)

        There is no authentication: loopback only. Jobs run as you, and limits are not enforced.
        Try ./longshore list in another terminal. Ctrl-C stops everything.

        """,
        endpoints.grpc(), endpoints.kafka(), endpoints.kubernetes(), endpoints.aws(), data);
  }
}
