package io.longshore.capacity.core.launch;

import io.longshore.capacity.core.launch.LaunchSettings.ClusterAccess;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The script that a new instance runs: it joins the cluster with the environment's labels and taint
 * from kubelet's first word on, so no moment exists in which another pod could slip in. One label
 * is the instance's own id, which pods require: a kubelet refuses a pod that was meant for an
 * earlier node of the same name.
 */
final class UserData {

  /** Where the instance's own id comes from; a machine without IMDS puts it in INSTANCE_ID. */
  private static final String INSTANCE_ID =
      """
      # EC2's id of this instance: INSTANCE_ID where the environment has it, else from the metadata service.
      instance_id() {
        if [ -n "${INSTANCE_ID:-}" ]; then
          echo "$INSTANCE_ID"
          return
        fi
        token=$(curl -sf --retry 10 --retry-connrefused -m 5 -X PUT \\
          -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
        curl -sf --retry 10 -m 5 -H "X-aws-ec2-metadata-token: $token" \\
          http://169.254.169.254/latest/meta-data/instance-id
      }
      """;

  private UserData() {}

  /** For a script such as EKS's bootstrap.sh. */
  static String bootstrap(
      String command, String cluster, Map<String, String> labels, LaunchSettings.Names names) {
    return """
    #!/bin/bash
    set -eu
    %s
    id=$(instance_id)
    exec %s %s --kubelet-extra-args "--node-labels=%s,%s=$id --register-with-taints=%s"
    """
        .formatted(
            INSTANCE_ID, command, cluster, labelList(labels), names.instance(), taints(names));
  }

  /** For nodeadm. The file is written on the instance, because only there its id is known. */
  static String nodeadm(
      String cluster,
      ClusterAccess access,
      Map<String, String> labels,
      LaunchSettings.Names names) {
    return """
    #!/bin/bash
    set -eu
    %s
    id=$(instance_id)
    mkdir -p /etc/longshore
    cat > /etc/longshore/node-config.yaml <<EOF
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      cluster:
        name: %s
        apiServerEndpoint: %s
        certificateAuthority: %s
        cidr: %s
      kubelet:
        flags:
          - --node-labels=%s,%s=$id
          - --register-with-taints=%s
    EOF
    exec nodeadm init --config-source file:///etc/longshore/node-config.yaml
    """
        .formatted(
            INSTANCE_ID,
            cluster,
            access.endpoint(),
            access.certificateAuthority(),
            access.cidr(),
            labelList(labels),
            names.instance(),
            taints(names));
  }

  private static String labelList(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }

  private static String taints(LaunchSettings.Names names) {
    return names.taint() + "=:NoSchedule," + names.taint() + "=:NoExecute";
  }
}
