package io.longshore.standalone.world.kube;

import io.longshore.standalone.world.store.Journal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All objects, their last changes and who listens. It plays etcd: one counter of versions over all
 * types, a bounded history of each type, and nothing said of rules. All calls are made on the
 * world's event loop.
 */
public final class ObjectStore {

  private static final System.Logger LOG = System.getLogger(ObjectStore.class.getName());
  private static final String TABLE = "kube/";
  private static final String META = "kube-meta";

  private final Journal journal;
  private final int historyLimit;
  private final Map<ResourceType, Shelf> shelves = new EnumMap<>(ResourceType.class);
  private final ArrayDeque<Runnable> deliveries = new ArrayDeque<>();
  private boolean delivering;
  private long version;

  /** The objects, history and listeners of one type. */
  private static final class Shelf {
    final NavigableMap<ObjectKey, StoredObject> objects = new TreeMap<>();
    final ArrayDeque<Change> history = new ArrayDeque<>();
    final List<Consumer<Change>> listeners = new ArrayList<>();

    /** Changes up to this version are no longer known. */
    long forgotten;
  }

  /**
   * Loads what the journal has. History does not survive: whoever watched before must list again.
   *
   * @param historyLimit how many changes of each type a watch may go back
   */
  public ObjectStore(Journal journal, int historyLimit) {
    this.journal = journal;
    this.historyLimit = historyLimit;
    JsonObject meta = journal.table(META).get("version");
    version = meta == null ? 1 : meta.getLong("version");
    for (ResourceType type : ResourceType.values()) {
      var shelf = new Shelf();
      shelves.put(type, shelf);
      journal
          .table(TABLE + type.plural())
          .forEach(
              (key, json) -> {
                long at =
                    Long.parseLong(json.getJsonObject("metadata").getString("resourceVersion"));
                ObjectKey id = ObjectKey.parse(key);
                shelf.objects.put(id, new StoredObject(type, id, at, json));
                version = Math.max(version, at);
              });
    }
    shelves.values().forEach(s -> s.forgotten = version);
  }

  /** The newest version given. */
  public long version() {
    return version;
  }

  /** One object. */
  public @Nullable StoredObject get(ResourceType type, ObjectKey key) {
    return shelf(type).objects.get(key);
  }

  /** All objects of a type, ordered by namespace and name, as they are now. */
  public Collection<StoredObject> all(ResourceType type) {
    return List.copyOf(shelf(type).objects.values());
  }

  /** All objects of a type as they were at a version. */
  NavigableMap<ObjectKey, StoredObject> at(ResourceType type, long past) {
    Shelf shelf = shelf(type);
    checkKnown(shelf, past);
    var objects = new TreeMap<>(shelf.objects);
    var newestFirst = shelf.history.descendingIterator();
    while (newestFirst.hasNext()) {
      Change change = newestFirst.next();
      if (change.version() <= past) {
        break;
      }
      if (change.before() == null) {
        objects.remove(change.key());
      } else {
        objects.put(change.key(), change.before());
      }
    }
    return objects;
  }

  /** The changes of a type after a version, oldest first. */
  List<Change> since(ResourceType type, long past) {
    Shelf shelf = shelf(type);
    checkKnown(shelf, past);
    var changes = new ArrayList<Change>();
    var newestFirst = shelf.history.descendingIterator();
    while (newestFirst.hasNext()) {
      Change change = newestFirst.next();
      if (change.version() <= past) {
        break;
      }
      changes.add(change);
    }
    return changes.reversed();
  }

  /** Stores an object under the next version, which it stamps. The caller gives the JSON away. */
  public StoredObject put(ResourceType type, ObjectKey key, JsonObject json) {
    Shelf shelf = shelf(type);
    version++;
    json.getJsonObject("metadata").put("resourceVersion", Long.toString(version));
    var after = new StoredObject(type, key, version, json);
    StoredObject before = shelf.objects.put(key, after);
    journal.put(TABLE + type.plural(), key.toString(), json);
    changed(shelf, new Change(version, before, after));
    return after;
  }

  /** Removes an object and gives back how a watch shows its end. */
  public StoredObject remove(ResourceType type, ObjectKey key) {
    Shelf shelf = shelf(type);
    StoredObject before = shelf.objects.remove(key);
    if (before == null) {
      throw new IllegalStateException(type + " " + key + " is not there to remove");
    }
    version++;
    journal.remove(TABLE + type.plural(), key.toString());
    // No row is left that carries the deletion's version, and none may be given twice.
    journal.put(META, "version", new JsonObject().put("version", version));
    changed(shelf, new Change(version, before, null));
    return before.at(version);
  }

  /**
   * Listens to a type's changes, each delivered once and in order; a change made by a listener is
   * delivered after the one it reacts to has reached everybody.
   *
   * @return what ends the listening
   */
  public Runnable listen(ResourceType type, Consumer<Change> listener) {
    List<Consumer<Change>> listeners = shelf(type).listeners;
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Forgets all history, as etcd's compaction does: older watches and lists get 410 Gone. */
  public void compact() {
    shelves
        .values()
        .forEach(
            shelf -> {
              shelf.history.clear();
              shelf.forgotten = version;
            });
  }

  private void changed(Shelf shelf, Change change) {
    shelf.history.addLast(change);
    if (shelf.history.size() > historyLimit) {
      shelf.forgotten = shelf.history.removeFirst().version();
    }
    deliveries.addLast(() -> List.copyOf(shelf.listeners).forEach(l -> deliver(l, change)));
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      for (Runnable next = deliveries.poll(); next != null; next = deliveries.poll()) {
        next.run();
      }
    } finally {
      delivering = false;
    }
  }

  /** One listener's failure must not keep a change from the others. */
  private static void deliver(Consumer<Change> listener, Change change) {
    try {
      listener.accept(change);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a listener failed on " + change.key(), e);
    }
  }

  private Shelf shelf(ResourceType type) {
    return shelves.get(type);
  }

  private void checkKnown(Shelf shelf, long past) {
    if (past < shelf.forgotten) {
      throw ApiException.expired(
          "too old resource version: %d (%d)".formatted(past, shelf.forgotten));
    }
    if (past > version) {
      throw ApiException.tooLargeVersion(past, version);
    }
  }
}
