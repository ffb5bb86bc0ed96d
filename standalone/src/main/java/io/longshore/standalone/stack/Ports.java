package io.longshore.standalone.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The port of each listener, all on 127.0.0.1. */
public final class Ports {

  /** A listener and the port that it has by default. */
  public enum Listener {
    /** queue-service: gRPC, health and metrics. */
    QUEUE(9600),
    /** scheduler-service: gRPC, health and metrics. */
    SCHEDULER(9601),
    /** capacity-service: gRPC, health and metrics. */
    CAPACITY(9602),
    /** placement-service: gRPC, health and metrics. */
    PLACEMENT(9603),
    /** Kafka's clients. */
    BROKER(9604),
    /** Kafka's own quorum. */
    BROKER_CONTROLLER(9605),
    /** PostgreSQL. */
    DATABASE(9606),
    /** The stand-in's Kubernetes API. */
    WORLD_KUBERNETES(9607),
    /** The stand-in's AWS APIs and its own controls. */
    WORLD_AWS(9608);

    private final int usual;

    Listener(int usual) {
      this.usual = usual;
    }

    /** The port that it has where that is free. */
    public int usual() {
      return usual;
    }
  }

  private final Map<Listener, Integer> chosen;
  private final Map<Listener, Integer> routes;
  private final Map<Listener, List<Integer>> further = new EnumMap<>(Listener.class);

  private Ports(Map<Listener, Integer> chosen, Map<Listener, Integer> routes) {
    this.chosen = chosen;
    this.routes = routes;
  }

  /**
   * The usual ports, and free ones in place of those that are taken.
   *
   * @param moved told of each listener that had to move, and where to
   */
  public static Ports usual(BiConsumer<Listener, Integer> moved) {
    var chosen = new EnumMap<Listener, Integer>(Listener.class);
    var taken = new HashSet<Integer>();
    for (var listener : Listener.values()) {
      if (free(listener.usual())) {
        chosen.put(listener, listener.usual());
        taken.add(listener.usual());
      }
    }
    for (var listener : Listener.values()) {
      if (!chosen.containsKey(listener)) {
        chosen.put(listener, anyFree(taken));
        moved.accept(listener, chosen.get(listener));
      }
    }
    return new Ports(chosen, Map.of());
  }

  /** Free ports for every listener. */
  public static Ports anyFree() {
    var chosen = new EnumMap<Listener, Integer>(Listener.class);
    var taken = new HashSet<Integer>();
    for (var listener : Listener.values()) {
      chosen.put(listener, anyFree(taken));
    }
    return new Ports(chosen, Map.of());
  }

  /** A listener's port. */
  public int of(Listener listener) {
    return chosen.get(listener);
  }

  /** A listener's address as {@code 127.0.0.1:port}. */
  public String address(Listener listener) {
    return "127.0.0.1:" + of(listener);
  }

  /**
   * A listener's port in one of several instances, each of which has its own.
   *
   * @param instance from 0, whose port is {@link #of(Listener)}
   */
  public synchronized int of(Listener listener, int instance) {
    if (instance == 0) {
      return of(listener);
    }
    var own = further.computeIfAbsent(listener, _ -> new ArrayList<>());
    while (own.size() < instance) {
      var taken = new HashSet<>(chosen.values());
      taken.addAll(routes.values());
      further.values().forEach(taken::addAll);
      own.add(anyFree(taken));
    }
    return own.get(instance - 1);
  }

  /**
   * The same ports, some of them reached by the stack's processes through others.
   *
   * @param ports where what stands between accepts connections
   */
  public Ports through(Map<Listener, Integer> ports) {
    return new Ports(chosen, Map.copyOf(ports));
  }

  /** The address at which the stack's processes reach a listener. */
  public String route(Listener listener) {
    return "127.0.0.1:" + routes.getOrDefault(listener, of(listener));
  }

  private static int anyFree(Set<Integer> taken) {
    while (true) {
      try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        if (taken.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean free(int port) {
    try (var socket = new ServerSocket()) {
      // As our own listeners do: connections of a stack just ended must not count as taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
