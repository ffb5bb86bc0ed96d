package io.longshore.placement.core.node;

import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.observe.Host;
import io.longshore.placement.core.pod.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of batch nodes and of who else holds room on them. Room is what a node allots less
 * what foreign pods hold and what DaemonSets will hold as soon as their pods come.
 */
public final class NodeBook {

  private final Names names;
  private final Map<String, NodeSeen> nodes = new TreeMap<>();
  private final Map<String, ForeignPod> foreign = new HashMap<>();
  private final Map<String, Set<String>> foreignByNode = new HashMap<>();
  private final Map<String, DaemonSeen> daemons = new TreeMap<>();
  private final Map<String, NodeReport> reported;
  private final Set<String> touched = new TreeSet<>();
  // Nodes may have gone since the last news, perhaps ones that were reported before this book
  // began.
  private boolean someMayBeGone;
  private boolean nodesListed;
  private boolean foreignListed;
  private boolean daemonsListed;

  /**
   * A book that goes on where the ledger stopped.
   *
   * @param reported what was last reported, by UID
   */
  public NodeBook(Names names, Map<String, NodeReport> reported) {
    this.names = names;
    this.reported = new TreeMap<>(reported);
  }

  /** What the scheduler is to hear. */
  public sealed interface News {

    /** A node is there or has changed. */
    record Here(NodeReport report) implements News {}

    /** A node's object is gone. */
    record Gone(String name, String uid) implements News {}
  }

  /** All nodes that there are. */
  public void nodesListed(Collection<NodeSeen> all) {
    touched.addAll(nodes.keySet());
    nodes.clear();
    all.forEach(this::nodeChanged);
    nodesListed = true;
    someMayBeGone = true;
  }

  /** A node is there or has changed. */
  public void nodeChanged(NodeSeen node) {
    if (node.labels().containsKey(names.environmentUuid())) {
      nodes.put(node.name(), node);
    } else {
      nodes.remove(node.name());
    }
    touched.add(node.name());
    someMayBeGone = true;
  }

  /** A node's object was deleted; a namesake that came since stays. */
  public void nodeGone(String name, String uid) {
    NodeSeen known = nodes.get(name);
    if (known != null && known.uid().equals(uid)) {
      nodes.remove(name);
      someMayBeGone = true;
    }
  }

  /** All foreign pods that hold room. */
  public void foreignListed(Collection<ForeignPod> all) {
    foreign.clear();
    touched.addAll(foreignByNode.keySet());
    foreignByNode.clear();
    all.forEach(this::foreignChanged);
    foreignListed = true;
  }

  /** A foreign pod holds room. */
  public void foreignChanged(ForeignPod pod) {
    foreignGone(pod.uid());
    foreign.put(pod.uid(), pod);
    foreignByNode.computeIfAbsent(pod.node(), _ -> new HashSet<>()).add(pod.uid());
    touched.add(pod.node());
  }

  /** A foreign pod holds room no more. */
  public void foreignGone(String uid) {
    ForeignPod before = foreign.remove(uid);
    if (before != null) {
      foreignByNode.getOrDefault(before.node(), new HashSet<>()).remove(uid);
      touched.add(before.node());
    }
  }

  /** All DaemonSets that there are. */
  public void daemonsListed(Collection<DaemonSeen> all) {
    daemons.clear();
    all.forEach(d -> daemons.put(d.uid(), d));
    touched.addAll(nodes.keySet());
    daemonsListed = true;
  }

  /** A DaemonSet is there or has changed. */
  public void daemonChanged(DaemonSeen daemon) {
    if (!daemon.equals(daemons.put(daemon.uid(), daemon))) {
      touched.addAll(nodes.keySet());
    }
  }

  /** A DaemonSet was deleted. */
  public void daemonGone(String uid) {
    if (daemons.remove(uid) != null) {
      touched.addAll(nodes.keySet());
    }
  }

  /**
   * Whether all has been listed: a node not known is not there, and room that foreigners hold is
   * known before a node is first reported.
   */
  public boolean listed() {
    return nodesListed && foreignListed && daemonsListed;
  }

  /** How the node stands that a launch names. */
  public Host host(String name, String uid) {
    NodeSeen node = nodes.get(name);
    if (node == null) {
      return new Host.Gone();
    }
    return node.uid().equals(uid)
        ? new Host.There(node.ready())
        : new Host.Replaced(node.uid(), node.createdAt());
  }

  /** What has changed since the last call; nothing before the first list. */
  public List<News> news() {
    if (!listed()) {
      return List.of();
    }
    var news = new ArrayList<News>();
    if (someMayBeGone) {
      news.addAll(goneOnes());
      someMayBeGone = false;
    }
    for (String name : touched) {
      NodeSeen node = nodes.get(name);
      if (node != null) {
        NodeReport report = report(node);
        if (!report.equals(reported.put(node.uid(), report))) {
          news.add(new News.Here(report));
        }
      }
    }
    touched.clear();
    return news;
  }

  private List<News> goneOnes() {
    var gone = new ArrayList<News>();
    var present = new HashSet<String>();
    nodes.values().forEach(n -> present.add(n.uid()));
    reported
        .values()
        .removeIf(
            r -> {
              boolean away = !present.contains(r.uid());
              if (away) {
                gone.add(new News.Gone(r.name(), r.uid()));
              }
              return away;
            });
    return gone;
  }

  private NodeReport report(NodeSeen node) {
    Amounts taken = Amounts.NONE;
    int pods = 0;
    var present = new HashSet<String>();
    for (String uid : foreignByNode.getOrDefault(node.name(), Set.of())) {
      ForeignPod pod = foreign.get(uid);
      if (pod != null) {
        taken = taken.plus(pod.requests());
        pods++;
        present.add(pod.daemonSet());
      }
    }
    for (DaemonSeen daemon : daemons.values()) {
      if (!present.contains(daemon.uid()) && daemon.fits(node)) {
        taken = taken.plus(daemon.requests());
        pods++;
      }
    }
    return new NodeReport(
        node.name(),
        node.uid(),
        node.instanceId(),
        node.labels().getOrDefault(names.environmentUuid(), ""),
        node.ready(),
        schedulable(node),
        node.allocatable().less(taken),
        Math.max(0, node.maxPods() - pods),
        node.labels(),
        architecture(node));
  }

  private boolean schedulable(NodeSeen node) {
    return !node.cordoned()
        && node.taints().stream()
            .filter(t -> !t.effect().equals("PreferNoSchedule"))
            .allMatch(t -> tolerated(t));
  }

  private boolean tolerated(NodeSeen.Taint taint) {
    // Not ready and unreachable are told by "ready", not by "schedulable".
    return taint.key().equals(names.taint())
        || taint.key().equals("node.kubernetes.io/not-ready")
        || taint.key().equals("node.kubernetes.io/unreachable");
  }

  private static String architecture(NodeSeen node) {
    @Nullable String label = node.labels().get("kubernetes.io/arch");
    return label == null ? node.architecture() : label;
  }

  /** How many batch nodes are known, for a gauge. */
  public int size() {
    return nodes.size();
  }
}
