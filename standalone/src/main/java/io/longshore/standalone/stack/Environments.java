package io.longshore.standalone.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Environments of the stack's processes. Built from nothing, so that no cluster, cloud, profile or
 * proxy of this machine's user is ever used by mistake.
 */
public final class Environments {

  private static final List<String> KEPT =
      List.of("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "LOGNAME", "SHELL");

  private Environments() {}

  /**
   * For broker, database and services.
   *
   * @param home an empty folder that takes the place of the user's
   */
  public static Map<String, String> sealed(Path home) {
    var environment = new HashMap<String, String>();
    for (var name : KEPT) {
      var value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("HOME", home.toString());
    environment.put("XDG_CONFIG_HOME", home.toString());
    environment.put("KUBECONFIG", "/dev/null");
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return environment;
  }

  /** For the world, whose jobs run as the user and find their own home. */
  public static Map<String, String> ofTheUser(Path unused) {
    var environment = new HashMap<>(sealed(unused));
    environment.remove("XDG_CONFIG_HOME");
    var home = System.getenv("HOME");
    if (home != null) {
      environment.put("HOME", home);
    }
    return environment;
  }
}
