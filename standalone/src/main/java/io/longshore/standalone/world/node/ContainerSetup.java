package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Json;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns a container of a pod into a command on this machine. */
final class ContainerSetup {

  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final JsonObject pod;
  private final JsonObject container;
  private final Path podDirectory;
  private final Function<JsonObject, Optional<String>> configMapKey;

  /** A container that cannot be made yet, as a status says it. */
  static final class NotYet extends Exception {
    private final String reason;

    NotYet(String reason, String message) {
      super(message);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /** A program that cannot be started. */
  static final class CannotStart extends Exception {
    CannotStart(String message) {
      super(message);
    }
  }

  /**
   * Prepares one container.
   *
   * @param configMapKey looks up a {@code configMapKeyRef}
   */
  ContainerSetup(
      JsonObject pod,
      JsonObject container,
      Path podDirectory,
      Function<JsonObject, Optional<String>> configMapKey) {
    this.pod = pod;
    this.container = container;
    this.podDirectory = podDirectory;
    this.configMapKey = configMapKey;
  }

  Processes.Command command(String podIp, String hostIp) throws NotYet, CannotStart {
    checkImage();
    Map<String, String> environment = environment(podIp, hostIp);
    var argv = new ArrayList<String>();
    Json.strings(container, "command").forEach(a -> argv.add(expand(a, environment)));
    Json.strings(container, "args").forEach(a -> argv.add(expand(a, environment)));
    if (argv.isEmpty()) {
      throw new CannotStart("no command specified, and images are not run here");
    }
    String workingDir = container.getString("workingDir", "");
    Path directory = workingDir.isEmpty() ? work() : Path.of(workingDir);
    if (!Files.isDirectory(directory)) {
      throw new CannotStart(
          "error during container init: chdir to cwd (\"%s\") set in config.json failed: no such file"
                  .formatted(workingDir)
              + " or directory");
    }
    argv.set(0, find(argv.getFirst(), environment.get("PATH"), directory));
    return new Processes.Command(
        Json.spec(pod).getString("nodeName"), argv, environment, directory);
  }

  /** Where the container starts unless its workingDir says otherwise. */
  private Path work() {
    return podDirectory.resolve("work");
  }

  /**
   * No registry has the reserved name .invalid: such an image stands for one that cannot be pulled.
   */
  private void checkImage() throws NotYet {
    String image = container.getString("image");
    String registry = image.contains("/") ? image.substring(0, image.indexOf('/')) : "";
    if (image.matches(".*[\\sA-Z]+.*/.*|.*\\s.*")) {
      throw new NotYet(
          "InvalidImageName",
          "Failed to apply default image tag \"%s\": couldn't parse image name".formatted(image));
    }
    if (registry.endsWith(".invalid")) {
      throw new NotYet("ImagePullBackOff", "Back-off pulling image \"%s\"".formatted(image));
    }
  }

  private Map<String, String> environment(String podIp, String hostIp) throws NotYet {
    var environment = new LinkedHashMap<String, String>();
    String path = System.getenv("PATH");
    environment.put("PATH", path == null ? DEFAULT_PATH : path);
    environment.put("HOME", work().toString());
    environment.put("TMPDIR", podDirectory.resolve("tmp").toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("HOSTNAME", Json.meta(pod).getString("name"));
    for (JsonObject volume : Json.objects(Json.spec(pod), "volumes")) {
      String name = volume.getString("name");
      String hostPath = Json.object(volume, "hostPath").getString("path");
      environment.put(
          "LONGSHORE_VOLUME_" + name.toUpperCase(Locale.ROOT).replace('-', '_'),
          hostPath == null ? podDirectory.resolve("volumes").resolve(name).toString() : hostPath);
    }
    for (JsonObject variable : Json.objects(container, "env")) {
      JsonObject from = Json.object(variable, "valueFrom");
      String value =
          from.isEmpty()
              ? expand(variable.getString("value", ""), environment)
              : reference(from, podIp, hostIp);
      environment.put(variable.getString("name"), value);
    }
    return environment;
  }

  private String reference(JsonObject from, String podIp, String hostIp) throws NotYet {
    JsonObject configMap = Json.object(from, "configMapKeyRef");
    if (!configMap.isEmpty()) {
      Optional<String> value = configMapKey.apply(configMap);
      if (value.isEmpty() && !configMap.getBoolean("optional", false)) {
        throw new NotYet(
            "CreateContainerConfigError",
            "configmap \"%s\" or its key \"%s\" not found"
                .formatted(configMap.getString("name"), configMap.getString("key")));
      }
      return value.orElse("");
    }
    String field = Json.object(from, "fieldRef").getString("fieldPath", "");
    JsonObject meta = Json.meta(pod);
    return switch (field) {
      case "metadata.name" -> meta.getString("name");
      case "metadata.namespace" -> meta.getString("namespace");
      case "metadata.uid" -> meta.getString("uid");
      case "spec.nodeName" -> Json.spec(pod).getString("nodeName");
      case "spec.serviceAccountName" -> Json.spec(pod).getString("serviceAccountName", "");
      case "status.podIP", "status.podIPs" -> podIp;
      case "status.hostIP", "status.hostIPs" -> hostIp;
      default -> subscript(meta, field);
    };
  }

  private static String subscript(JsonObject meta, String field) throws NotYet {
    for (String map : List.of("labels", "annotations")) {
      String head = "metadata." + map + "['";
      if (field.startsWith(head) && field.endsWith("']")) {
        return Json.object(meta, map)
            .getString(field.substring(head.length(), field.length() - 2), "");
      }
    }
    throw new NotYet(
        "CreateContainerConfigError", "this stand-in has no value for an env source: " + field);
  }

  /** {@code $(NAME)} where NAME is known; {@code $$} is a plain dollar. */
  static String expand(String text, Map<String, String> environment) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      int close = c == '$' && next == '(' ? text.indexOf(')', i) : -1;
      if (c == '$' && next == '$') {
        out.append('$');
        i++;
      } else if (close > 0) {
        String reference = text.substring(i, close + 1);
        out.append(environment.getOrDefault(text.substring(i + 2, close), reference));
        i = close;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Finds the program as runc does, so that a missing one is a start error and no exit code. */
  private static String find(String program, String path, Path directory) throws CannotStart {
    if (program.contains("/")) {
      Path file = directory.resolve(program);
      if (!Files.exists(file)) {
        throw new CannotStart(
            "error during container init: exec: \"%s\": stat %s: no such file or directory"
                .formatted(program, program));
      }
      if (Files.isDirectory(file) || !Files.isExecutable(file)) {
        throw new CannotStart(
            "error during container init: exec: \"%s\": permission denied".formatted(program));
      }
      return file.toString();
    }
    for (String folder : path.split(":")) {
      Path file = Path.of(folder).resolve(program);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file.toString();
      }
    }
    throw new CannotStart(
        "error during container init: exec: \"%s\": executable file not found in $PATH"
            .formatted(program));
  }
}
