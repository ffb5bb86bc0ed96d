package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.longshore.placement.core.desk.DeskInput;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A real API server, through fabric8's client. */
public final class KubeCluster implements Cluster {

  private static final Logger LOG = Logger.getLogger(KubeCluster.class);

  /** A kubelet answers with the first byte of output, and a job may be silent for hours. */
  private static final long FOREVER = Long.MAX_VALUE;

  private final KubeSettings settings;
  private final KubeClients clients;
  private final KubernetesClient client;

  /** Nothing is sent before it is used. */
  public KubeCluster(KubeSettings settings, Vertx vertx) {
    this.settings = settings;
    this.clients = new KubeClients(settings, vertx);
    this.client = clients.connect();
  }

  @Override
  public Session open(Consumer<DeskInput> desk) {
    var session = new KubeSession(settings, clients, client, desk);
    session.start();
    return session;
  }

  @Override
  public List<String> containers(String namespace, String pod) throws IOException {
    Pod found = get(namespace, pod);
    return found == null
        ? List.of()
        : Stream.concat(
                found.getSpec().getInitContainers().stream(),
                found.getSpec().getContainers().stream())
            .map(Container::getName)
            .toList();
  }

  @Override
  public Output output(String namespace, String pod, String container, Reading reading)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        send(uri(namespace, pod, container, reading), reading.follow() ? FOREVER : patience());
    var body = new AnswerBody(answer.body());
    if (answer.code() == 200) {
      return new Output.Bytes(body);
    }
    String said;
    try (body) {
      said = new String(body.readNBytes(4096), StandardCharsets.UTF_8);
    }
    if (answer.code() == 404 || said.contains("is not valid for pod")) {
      return new Output.Missing();
    }
    if (answer.code() == 400 && said.contains("waiting to start")) {
      return new Output.NotStarted();
    }
    throw new IOException("log of " + pod + "/" + container + ": " + answer.code() + " " + said);
  }

  private @org.jspecify.annotations.Nullable Pod get(String namespace, String pod)
      throws IOException {
    try {
      return client.pods().inNamespace(namespace).withName(pod).get();
    } catch (RuntimeException e) {
      throw new IOException(Answered.message(e), e);
    }
  }

  private long patience() {
    return settings.bounds().requestTimeout().toMillis();
  }

  private HttpResponse<InputStream> send(URI uri, long millis)
      throws IOException, InterruptedException {
    var http = client.getHttpClient();
    HttpRequest request = http.newHttpRequestBuilder().uri(uri).build();
    var answer = http.sendAsync(request, InputStream.class);
    try {
      return answer.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(Answered.message(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      answer.thenAccept(KubeCluster::discard);
      throw new IOException("no answer from " + uri.getPath(), e);
    } catch (InterruptedException e) {
      answer.thenAccept(KubeCluster::discard);
      throw e;
    }
  }

  /** Nobody waits for it any more. */
  private static void discard(HttpResponse<InputStream> late) {
    try {
      late.body().close();
    } catch (IOException e) {
      LOG.debugf("late answer not closed: %s", e.toString());
    }
  }

  private URI uri(String namespace, String pod, String container, Reading reading) {
    String base = client.getMasterUrl().toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + "/api/v1/namespaces/"
            + encoded(namespace)
            + "/pods/"
            + encoded(pod)
            + "/log?container="
            + encoded(container)
            + (reading.follow() ? "&follow=true" : "")
            + (reading.tailLines() >= 0 ? "&tailLines=" + reading.tailLines() : "")
            + (reading.since().isAfter(Instant.EPOCH)
                ? "&sinceTime=" + encoded(reading.since().toString())
                : ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
