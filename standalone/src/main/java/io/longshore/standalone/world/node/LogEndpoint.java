package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.ApiException;
import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.StoredObject;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Serves a pod's log from the kubelet that has it, with the answers a real pair of them gives. */
public final class LogEndpoint {

  private final Machines machines;

  /** Logs of the machines' kubelets. */
  public LogEndpoint(Machines machines) {
    this.machines = machines;
  }

  /** Answers one request. */
  public void handle(HttpServerRequest request, StoredObject pod) {
    String name = pod.key().name();
    LogRequest wanted = LogRequest.read(request);
    String container = container(pod, wanted);
    if (LogRequest.flag(request, "previous")) {
      throw badRequest(
          "previous terminated container \"%s\" in pod \"%s\" not found"
              .formatted(container, name));
    }
    String node = Json.spec(pod.json()).getString("nodeName", "");
    if (node.isEmpty()) {
      throw badRequest("pod %s does not have a host assigned".formatted(name));
    }
    Kubelet kubelet =
        machines
            .kubelet(node)
            .filter(Kubelet::alive)
            .orElseThrow(
                () ->
                    ApiException.of(
                        500,
                        "InternalError",
                        "Internal error occurred: Get \"https://%s:10250/containerLogs/%s/%s/%s\": dial tcp: connect: connection refused"
                            .formatted(node, pod.key().namespace(), name, container)));
    Optional<CriLog> log = kubelet.worker(pod.uid()).flatMap(w -> w.log(container));
    if (log.isEmpty() || !Files.exists(log.get().file())) {
      throw badRequest(
          "container \"%s\" in pod \"%s\" is waiting to start: ContainerCreating"
              .formatted(container, name));
    }
    try {
      LogStream.open(log.get(), wanted, request.response());
    } catch (IOException e) {
      throw ApiException.of(500, "InternalError", "Internal error occurred: " + e.getMessage());
    }
  }

  private static String container(StoredObject pod, LogRequest wanted) {
    JsonObject spec = Json.spec(pod.json());
    List<String> main =
        Json.objects(spec, "containers").stream().map(c -> c.getString("name")).toList();
    List<String> init =
        Json.objects(spec, "initContainers").stream().map(c -> c.getString("name")).toList();
    String name = pod.key().name();
    if (wanted.container().isEmpty()) {
      if (main.size() == 1) {
        return main.getFirst();
      }
      throw badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]"
              .formatted(
                  name, String.join(" ", Stream.concat(init.stream(), main.stream()).toList())));
    }
    if (!main.contains(wanted.container()) && !init.contains(wanted.container())) {
      throw badRequest("container %s is not valid for pod %s".formatted(wanted.container(), name));
    }
    return wanted.container();
  }

  private static ApiException badRequest(String message) {
    return ApiException.of(400, "BadRequest", message);
  }
}
