package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.store.Journal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The last scaling activities of each group. */
final class Activities {

  private static final String TABLE = "aws-activities";

  /** AWS keeps six weeks; here the newest of each group are kept. */
  private static final int KEPT = 200;

  private final Journal journal;
  private final Map<String, ArrayDeque<Activity>> byGroup = new HashMap<>();

  Activities(Journal journal) {
    this.journal = journal;
    journal.table(TABLE).values().stream()
        .map(Activity::read)
        .sorted(Comparator.comparingLong(Activity::startedAt))
        .forEach(a -> byGroup.computeIfAbsent(a.group(), _ -> new ArrayDeque<>()).addLast(a));
  }

  /** A group's, newest first. */
  List<Activity> of(String group) {
    return new ArrayList<>(byGroup.getOrDefault(group, new ArrayDeque<>())).reversed();
  }

  /** All groups', newest first. */
  List<Activity> all() {
    return byGroup.values().stream()
        .flatMap(ArrayDeque::stream)
        .sorted(Comparator.comparingLong(Activity::startedAt).reversed())
        .toList();
  }

  Activity begin(String group, String instance, String description, String cause) {
    return add(
        new Activity(
            UUID.randomUUID().toString(),
            group,
            instance,
            Activity.Status.InProgress,
            description,
            cause,
            "",
            System.currentTimeMillis(),
            0));
  }

  void fail(String group, String description, String cause, String message) {
    long now = System.currentTimeMillis();
    add(
        new Activity(
            UUID.randomUUID().toString(),
            group,
            "",
            Activity.Status.Failed,
            description + ".  Status Reason: " + message,
            cause,
            message,
            now,
            now));
  }

  /** Ends what goes on about an instance. */
  void end(String group, String instance) {
    var list = byGroup.getOrDefault(group, new ArrayDeque<>());
    for (Activity activity : List.copyOf(list)) {
      if (activity.instance().equals(instance) && activity.status() == Activity.Status.InProgress) {
        Activity ended = activity.ended(System.currentTimeMillis());
        list.remove(activity);
        list.addLast(ended);
        journal.put(TABLE, ended.id(), ended.json());
      }
    }
  }

  boolean underWay(String group) {
    return of(group).stream().anyMatch(a -> a.status() == Activity.Status.InProgress);
  }

  void forget(String group) {
    of(group).forEach(a -> journal.remove(TABLE, a.id()));
    byGroup.remove(group);
  }

  private Activity add(Activity activity) {
    var list = byGroup.computeIfAbsent(activity.group(), _ -> new ArrayDeque<>());
    list.addLast(activity);
    journal.put(TABLE, activity.id(), activity.json());
    if (list.size() > KEPT) {
      journal.remove(TABLE, list.removeFirst().id());
    }
    return activity;
  }
}
