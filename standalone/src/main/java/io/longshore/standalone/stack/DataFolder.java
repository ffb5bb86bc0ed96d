package io.longshore.standalone.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all of a stack's state, in {@code state/} inside, where nobody else keeps
 * anything. One stack at a time: it is locked for as long as this object is open, and the kernel
 * unlocks it when the process ends, however that happens.
 */
public final class DataFolder implements AutoCloseable {

  private static final String LOCK = "stack.lock";
  private static final String STATE = "state";

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Locks a folder, which is made where it is missing.
   *
   * @throws InUse where another stack runs in it
   */
  public static DataFolder open(Path path) {
    try {
      var absolute = path.toAbsolutePath().normalize();
      Files.createDirectories(absolute);
      Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
      var channel =
          FileChannel.open(
              absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new InUse(absolute);
      }
      return new DataFolder(absolute, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** A folder of the state, made where it is missing. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(STATE).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The log file of one of the stack's processes. */
  public Path log(String process) {
    return folder("logs").resolve(process + ".log");
  }

  /** Deletes the state and nothing else: what users and other stacks keep beside it stays. */
  public void clear() {
    delete(path.resolve(STATE));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process holds it already.
      return null;
    }
  }

  /** Deletes a file or a folder with all it holds; nothing where there is none. */
  static void delete(Path root) {
    try {
      if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
        deleteTree(root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException thrown)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Another stack runs in the folder. */
  public static final class InUse extends RuntimeException {
    private InUse(Path path) {
      super("another stack runs in " + path + ": stop it first, or choose another folder");
    }
  }
}
