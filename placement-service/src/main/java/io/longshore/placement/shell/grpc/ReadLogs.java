package io.longshore.placement.shell.grpc;

import io.longshore.api.internal.v1.PlacementReadService;
import io.longshore.api.internal.v1.ReadLogsRequest;
import io.longshore.api.internal.v1.ReadLogsResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.placement.shell.OutputReader;
import io.longshore.placement.shell.k8s.Cluster;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import java.time.Instant;

/** Streams output from virtual threads that wait while the caller does not ask for more. */
@GrpcService
class ReadLogs implements PlacementReadService {

  private final OutputReader reader;

  ReadLogs(OutputReader reader) {
    this.reader = reader;
  }

  @Override
  public Multi<ReadLogsResponse> readLogs(ReadLogsRequest request) {
    if (request.getPodName().isEmpty() || request.getNamespace().isEmpty()) {
      return Multi.createFrom()
          .failure(
              Refusals.exception(
                  new Refusal.Invalid("podName", "pod name and namespace are required")));
    }
    var wanted =
        new OutputReader.Wanted(
            request.getNamespace(),
            request.getPodName(),
            request.getContainer(),
            new Cluster.Reading(
                request.getFollow(),
                request.hasTailLines() ? Math.max(0, request.getTailLines()) : -1,
                Instant.ofEpochMilli(request.getSince())));
    return Multi.createFrom()
        .emitter(
            emitter -> {
              var transfer = new LogTransfer(reader, wanted, emitter);
              Thread thread = Thread.ofVirtual().name("read-logs").unstarted(transfer);
              emitter.onTermination(
                  () -> {
                    thread.interrupt();
                    transfer.close();
                  });
              thread.start();
            },
            BackPressureStrategy.ERROR);
  }
}
