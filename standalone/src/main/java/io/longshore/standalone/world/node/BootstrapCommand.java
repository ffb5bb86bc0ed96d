package io.longshore.standalone.world.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The stand-in for {@code /etc/eks/bootstrap.sh}: a command that user data calls with the same
 * arguments, and that tells the world which machine wants to join, and how.
 */
final class BootstrapCommand {

  /** Tells the command which machine it runs on: in AWS the machine's identity document does. */
  static final String MACHINE_VARIABLE = "LONGSHORE_WORLD_MACHINE";

  /** Where the world listens, as host and port. */
  static final String CONTROL_VARIABLE = "LONGSHORE_WORLD_CONTROL";

  private static final String SCRIPT =
      """
      #!/bin/bash
      # Joins this machine to the cluster. Arguments as EKS's bootstrap.sh:
      #   CLUSTER --kubelet-extra-args '--node-labels=k=v,... --register-with-taints=k=v:Effect,...'
      set -euo pipefail
      body=$(for argument in "$@"; do printf '%s' "$argument" | base64 -w 0; echo; done)
      exec 3<>"/dev/tcp/${LONGSHORE_WORLD_CONTROL%%:*}/${LONGSHORE_WORLD_CONTROL##*:}"
      printf 'POST /world/join?machine=%s HTTP/1.0\\r\\nContent-Length: %d\\r\\n\\r\\n%s' \\
        "$LONGSHORE_WORLD_MACHINE" "${#body}" "$body" >&3
      read -r _ status _ <&3
      if [ "$status" != 200 ]; then
        sed '1,/^\\r$/d' <&3 >&2
        echo >&2
        exit 1
      fi
      """;

  private BootstrapCommand() {}

  /** Writes the command and gives back where it is. */
  static Path write(Path binDirectory) throws IOException {
    Files.createDirectories(binDirectory);
    Path command = binDirectory.resolve("bootstrap");
    Files.writeString(command, SCRIPT);
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    return command;
  }
}
