package io.longshore.standalone.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once into the user's cache folder. */
final class PostgresBinaries {

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin}, {@code lib} and {@code share}.
   *
   * @throws UncheckedIOException where they cannot be unpacked
   */
  static Path folder() {
    var home = cache().resolve("postgresql-" + version());
    if (Files.isDirectory(home)) {
      return home;
    }
    try {
      Files.createDirectories(home.getParent());
      var unpacked = Files.createTempDirectory(home.getParent(), "unpacking-");
      // Whoever runs the server must be able to read it; the temporary folder is private at first.
      Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
      unpack(unpacked);
      return publish(unpacked, home);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL to " + home, e);
    }
  }

  private static Path publish(Path unpacked, Path home) throws IOException {
    try {
      return Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.isDirectory(home)) {
        // Another stack was faster; the loser's copy is small and stays for the next clearing.
        return home;
      }
      throw e;
    }
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IOException("no PostgreSQL for this system on the class path: Linux x86-64 only");
      }
      try (var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          write(tar, entry, target);
        }
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("the archive names a file outside: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean program = (entry.getMode() & 0111) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static String version() {
    var url = PostgresBinaries.class.getResource(ARCHIVE);
    var jar = url == null ? "unknown" : url.getPath().replaceAll("\\.jar!.*", "");
    return jar.substring(jar.lastIndexOf('-') + 1);
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("longshore");
  }
}
