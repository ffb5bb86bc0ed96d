package io.longshore.standalone.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A home folder with a cluster and a cloud in it that must not be touched: files that nobody can
 * open unseen, and addresses that lead to a trap which counts who comes.
 */
final class HostileHome implements AutoCloseable {

  private final Path home;
  private final ServerSocket trap;
  private final AtomicInteger caught = new AtomicInteger();
  private final Opens opens = new Opens();

  HostileHome(Path home) throws IOException {
    this.home = home;
    this.trap = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().name("trap").start(this::count);
    bait(".kube/config", KUBECONFIG.formatted(url()));
    bait(".aws/config", AWS_CONFIG.formatted(url()));
    bait(".aws/credentials", AWS_CREDENTIALS);
  }

  /** What a careless shell would hand on. */
  Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("HOME", home.toString());
    environment.put("KUBECONFIG", home.resolve(".kube/config").toString());
    environment.put("KUBERNETES_MASTER", url());
    environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", "" + trap.getLocalPort());
    environment.put("AWS_PROFILE", "poison");
    environment.put("AWS_CONFIG_FILE", home.resolve(".aws/config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", home.resolve(".aws/credentials").toString());
    environment.put("AWS_ENDPOINT_URL", url());
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", url());
    environment.put("AWS_ACCESS_KEY_ID", "poison");
    environment.put("AWS_SECRET_ACCESS_KEY", "poison");
    environment.put("http_proxy", url());
    environment.put("https_proxy", url());
    return environment;
  }

  /** How many connections the trap has caught. */
  int caught() {
    return caught.get();
  }

  /** The bait that somebody has opened. */
  Set<Path> opened() throws IOException {
    return opens.opened();
  }

  @Override
  public void close() throws IOException {
    trap.close();
    opens.close();
  }

  private void bait(String name, String text) throws IOException {
    var file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    opens.watch(file);
  }

  private String url() {
    return "http://127.0.0.1:" + trap.getLocalPort();
  }

  private void count() {
    while (!trap.isClosed()) {
      try (var _ = trap.accept()) {
        caught.incrementAndGet();
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: poison
      contexts: [{name: poison, context: {cluster: poison, user: poison}}]
      clusters: [{name: poison, cluster: {server: "%s"}}]
      users: [{name: poison, user: {token: poison}}]
      """;

  private static final String AWS_CONFIG =
      """
      [default]
      region = eu-poison-1
      endpoint_url = %1$s
      [profile poison]
      region = eu-poison-1
      endpoint_url = %1$s
      """;

  private static final String AWS_CREDENTIALS =
      """
      [default]
      aws_access_key_id = poison
      aws_secret_access_key = poison
      [poison]
      aws_access_key_id = poison
      aws_secret_access_key = poison
      """;
}
