package io.longshore.placement.shell.k8s;

import static io.longshore.placement.shell.k8s.PodReader.text;
import static io.longshore.placement.shell.k8s.PodReader.time;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.observe.PodWarning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads what events warn of. Blocking. */
final class EventReader {

  /** Events are hints: beyond so many pages what is left is not read. */
  private static final int MOST_PAGES = 10;

  private final KubernetesClient client;
  private final int page;

  EventReader(KubernetesClient client, int page) {
    this.client = client;
    this.page = page;
  }

  /** Warnings about pods, the newest last. */
  List<PodWarning> in(String namespace) {
    var events = new ArrayList<Event>();
    String token = null;
    for (int i = 0; i < MOST_PAGES; i++) {
      EventList list =
          client
              .v1()
              .events()
              .inNamespace(namespace)
              .withField("type", "Warning")
              .withField("involvedObject.kind", "Pod")
              .list(new ListOptionsBuilder().withLimit((long) page).withContinue(token).build());
      events.addAll(list.getItems());
      token = list.getMetadata().getContinue();
      if (token == null || token.isEmpty()) {
        break;
      }
    }
    events.sort(Comparator.comparing(EventReader::at));
    return events.stream().map(EventReader::warning).toList();
  }

  /** When it was last seen; events of the newer kind have it elsewhere. */
  private static Instant at(Event event) {
    Instant last = time(event.getLastTimestamp());
    if (last == null && event.getSeries() != null) {
      last = time(event.getSeries().getLastObservedTime().getTime());
    }
    if (last == null && event.getEventTime() != null) {
      last = time(event.getEventTime().getTime());
    }
    return last == null ? Instant.EPOCH : last;
  }

  private static PodWarning warning(Event event) {
    ObjectReference pod = event.getInvolvedObject();
    return new PodWarning(
        new PodRef(text(pod.getNamespace()), text(pod.getName()), text(pod.getUid())),
        text(event.getReason()),
        text(event.getMessage()));
  }
}
