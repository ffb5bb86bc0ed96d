package io.longshore.placement.shell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.longshore.placement.core.Samples;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine whose kubeconfig, variables and proxies lead to a cluster that is not ours: the client
 * knows only what was configured. Each runs in a process of its own, since variables are set there.
 */
class HostileMachineTest {

  private final List<String> askedOfOurs = new CopyOnWriteArrayList<>();
  private final List<String> askedOfTheirs = new CopyOnWriteArrayList<>();
  private HttpServer ours;
  private HttpServer theirs;

  @TempDir Path home;

  @BeforeEach
  void listen() throws IOException {
    ours = server(askedOfOurs);
    theirs = server(askedOfTheirs);
  }

  @AfterEach
  void close() {
    ours.stop(0);
    theirs.stop(0);
  }

  @Test
  void serverThatWasConfiguredIsTheOnlyOneThatIsAsked() throws Exception {
    assertThat(listsPods("server", url(ours)))
        .containsExactly("master=" + url(ours) + "/", "namespace=batch", "proxy=null", "pods=0");
    assertThat(askedOfOurs).isNotEmpty().allMatch(a -> a.endsWith(" authorization=null"));
    assertThat(askedOfTheirs).isEmpty();
  }

  @Test
  void kubeconfigThatWasNamedIsTheOnlyOneThatIsRead() throws Exception {
    Path named = home.resolve("named");
    Files.writeString(named, kubeconfig("ours", url(ours)));
    assertThat(listsPods("kubeconfig", named.toString()))
        .containsExactly("master=" + url(ours) + "/", "namespace=batch", "proxy=null", "pods=0");
    assertThat(askedOfOurs).isNotEmpty().allMatch(a -> a.endsWith(" authorization=Bearer ours"));
    assertThat(askedOfTheirs).isEmpty();
  }

  private List<String> listsPods(String way, String where) throws Exception {
    Path bait = home.resolve(".kube/config");
    Files.createDirectories(bait.getParent());
    Files.writeString(bait, kubeconfig("theirs", url(theirs)));
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Duser.home=" + home,
                Lists.class.getName(),
                way,
                where));
    var builder = new ProcessBuilder(command).redirectError(home.resolve("errors").toFile());
    var environment = builder.environment();
    environment.put("HOME", home.toString());
    environment.put("KUBECONFIG", bait.toString());
    environment.put("KUBERNETES_MASTER", url(theirs));
    environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", "" + theirs.getAddress().getPort());
    environment.put("KUBERNETES_AUTH_TOKEN", "theirs");
    environment.put("KUBERNETES_NAMESPACE", "theirs");
    environment.put("HTTP_PROXY", url(theirs));
    environment.put("http_proxy", url(theirs));
    environment.put("https_proxy", url(theirs));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(home.resolve("errors"))).isZero();
    return said.lines().toList();
  }

  /** What runs on that machine: makes the client as the service does, and uses it. */
  static final class Lists {

    private Lists() {}

    public static void main(String[] arguments) {
      var access =
          arguments[0].equals("server")
              ? new KubeSettings.Access.Server(
                  arguments[1], Optional.empty(), Optional.empty(), Optional.empty())
              : new KubeSettings.Access.Kubeconfig(Path.of(arguments[1]));
      var settings =
          new KubeSettings(
              access,
              Samples.NAMES,
              List.of("batch"),
              new KubeSettings.FenceName("longshore-system", "longshore-fence"),
              new KubeSettings.Bounds(Duration.ofSeconds(5), 1, Duration.ofMinutes(1), 10));
      Vertx vertx = Vertx.vertx();
      try (KubernetesClient client = new KubeClients(settings, vertx).connect()) {
        Config config = client.getConfiguration();
        System.out.println("master=" + config.getMasterUrl());
        System.out.println("namespace=" + client.getNamespace());
        System.out.println("proxy=" + config.getHttpProxy());
        System.out.println("pods=" + client.pods().inAnyNamespace().list().getItems().size());
      } finally {
        var _ = vertx.close();
      }
    }
  }

  private static HttpServer server(List<String> asked) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    byte[] none =
        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}"
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              "%s %s authorization=%s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, none.length);
          exchange.getResponseBody().write(none);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String kubeconfig(String who, String server) {
    return """
    apiVersion: v1
    kind: Config
    current-context: %1$s
    contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s, namespace: %1$s}}]
    clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
    users: [{name: %1$s, user: {token: %1$s}}]
    """
        .formatted(who, server);
  }
}
