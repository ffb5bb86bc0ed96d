package io.longshore.placement.core.pod;

import io.longshore.placement.core.LaunchId.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Plans a launch's pod as AWS Batch on EKS would make it: one pod, on a node chosen before, never
 * restarted, with the environment's taint tolerated and AWS's variables injected.
 */
public final class PodPlanner {

  /** Seconds between TERM and KILL on AWS Batch. */
  public static final long GRACE_SECONDS = 30;

  private final Names names;
  private final Set<String> namespaces;

  /**
   * A planner for one cluster.
   *
   * @param namespaces where batch pods may be created
   */
  public PodPlanner(Names names, Set<String> namespaces) {
    this.names = names;
    this.namespaces = Set.copyOf(namespaces);
  }

  /** What planning comes to. */
  public sealed interface Planned {

    /** The pod. */
    record Fits(PodPlan plan) implements Planned {}

    /** No such pod may be created here, ever. */
    record Unfit(String why) implements Planned {}
  }

  /** Plans the pod of an order that still has its template, under a placement epoch. */
  public Planned plan(Order order, Environment environment, long epoch) {
    PodTemplate template = order.template();
    if (template == null) {
      throw new IllegalStateException("no template left for " + order.launch());
    }
    String namespace =
        template.namespace().isEmpty() ? environment.namespace() : template.namespace();
    if (!namespaces.contains(namespace)) {
      return new Planned.Unfit(
          "namespace %s is not among those served on this cluster: %s"
              .formatted(namespace, namespaces.stream().sorted().toList()));
    }
    if (template.containers().isEmpty()) {
      return new Planned.Unfit("the pod has no container");
    }
    boolean hostNetwork = !Boolean.FALSE.equals(template.hostNetwork());
    return new Planned.Fits(
        new PodPlan(
            namespace,
            order.launch().podName(),
            labels(order, environment, template),
            annotations(order, template, epoch),
            List.of(names.finalizer()),
            order.node().name(),
            selector(order.node()),
            tolerations(),
            hostNetwork,
            dnsPolicy(template, hostNetwork),
            template.serviceAccount(),
            template.pullSecrets(),
            template.shareProcessNamespace(),
            template.security(),
            GRACE_SECONDS,
            containers(template.initContainers(), "init", order, environment, template),
            containers(template.containers(), "default", order, environment, template),
            template.volumes()));
  }

  private Map<String, String> labels(Order order, Environment environment, PodTemplate template) {
    var labels = new TreeMap<>(template.labels());
    labels.put(names.managed(), "true");
    labels.put(names.jobId(), order.launch().jobId());
    labels.put(names.attempt(), Integer.toString(order.attempt()));
    labels.put(names.launch(), Integer.toString(order.launch().launch()));
    labels.put(names.environmentUuid(), environment.uuid());
    labels.put(names.nodeUid(), order.node().uid());
    switch (order.launch().part()) {
      case Part.Whole _ -> {}
      case Part.Child(int index) -> labels.put(names.arrayIndex(), Integer.toString(index));
      case Part.Member(int index) -> labels.put(names.nodeIndex(), Integer.toString(index));
    }
    return labels;
  }

  private Map<String, String> annotations(Order order, PodTemplate template, long epoch) {
    var annotations = new TreeMap<>(template.annotations());
    annotations.put(names.placementEpoch(), Long.toString(epoch));
    annotations.put(names.jobName(), order.jobName());
    annotations.put(names.jobQueue(), order.queueArn());
    if (!template.tags().isEmpty()) {
      annotations.put(names.tags(), JsonText.object(template.tags()));
    }
    return annotations;
  }

  /**
   * A kubelet refuses a pod whose selector its labels do not match, so a namesake never runs it.
   */
  private Map<String, String> selector(Order.Place node) {
    return node.managed() ? Map.of(names.instanceId(), node.instanceId()) : Map.of();
  }

  private List<PodPlan.Toleration> tolerations() {
    // Without its own tolerations of the last two, Kubernetes would give the pod 300 seconds and
    // then delete it: when a launch on a lost node has ended is not Kubernetes' to say.
    return List.of(
        new PodPlan.Toleration(names.taint(), "NoSchedule"),
        new PodPlan.Toleration(names.taint(), "NoExecute"),
        new PodPlan.Toleration("node.kubernetes.io/not-ready", "NoExecute"),
        new PodPlan.Toleration("node.kubernetes.io/unreachable", "NoExecute"));
  }

  private static String dnsPolicy(PodTemplate template, boolean hostNetwork) {
    if (!template.dnsPolicy().isEmpty()) {
      return template.dnsPolicy();
    }
    return hostNetwork ? "ClusterFirstWithHostNet" : "ClusterFirst";
  }

  private static List<Container> containers(
      List<Container> wanted,
      String defaultName,
      Order order,
      Environment environment,
      PodTemplate template) {
    var variables = BatchVariables.of(order, environment);
    var planned = new ArrayList<Container>();
    for (Container c : wanted) {
      var env = merged(variables, c.env());
      String name = c.name().isEmpty() ? nameless(defaultName, planned.size()) : c.name();
      boolean toArgs = template.fromContainerProperties() && !c.command().isEmpty();
      planned.add(
          new Container(
              name,
              c.image(),
              c.imagePullPolicy(),
              toArgs ? List.of() : c.command(),
              toArgs ? literal(c.command(), env) : c.args(),
              env,
              c.limits(),
              requests(c),
              c.mounts(),
              c.security()));
    }
    return List.copyOf(planned);
  }

  private static String nameless(String defaultName, int before) {
    return before == 0 ? defaultName : defaultName + "-" + before;
  }

  /** Ours come first, so that a user's values may refer to them, and cannot be replaced. */
  private static List<Container.Variable> merged(
      Map<String, String> ours, List<Container.Variable> users) {
    var env = new LinkedHashMap<>(ours);
    users.forEach(v -> env.putIfAbsent(v.name(), v.value()));
    return env.entrySet().stream()
        .map(e -> new Container.Variable(e.getKey(), e.getValue()))
        .toList();
  }

  /** Only limits given means that requests equal them; requests decide placement. */
  private static Map<String, String> requests(Container c) {
    var requests = new TreeMap<>(c.limits());
    requests.putAll(c.requests());
    return requests;
  }

  /**
   * A command of containerProperties knows no {@code $(NAME)}: what Kubernetes would expand or
   * unescape is escaped, all else stays as it was written.
   */
  private static List<String> literal(List<String> command, List<Container.Variable> env) {
    var known = env.stream().map(Container.Variable::name).collect(Collectors.toSet());
    return command.stream().map(word -> literal(word, known)).toList();
  }

  private static String literal(String word, Set<String> known) {
    var out = new StringBuilder(word.length());
    int i = 0;
    while (i < word.length()) {
      int run = i;
      while (run < word.length() && word.charAt(run) == '$') {
        run++;
      }
      int signs = run - i;
      if (signs > 1 || (signs == 1 && refersTo(word, run, known))) {
        out.repeat("$$", signs);
      } else if (signs == 1) {
        out.append('$');
      } else {
        out.append(word.charAt(run++));
      }
      i = run;
    }
    return out.toString();
  }

  private static boolean refersTo(String word, int at, Set<String> known) {
    int end = word.indexOf(')', at);
    return at < word.length()
        && word.charAt(at) == '('
        && end > 0
        && known.contains(word.substring(at + 1, end));
  }
}
