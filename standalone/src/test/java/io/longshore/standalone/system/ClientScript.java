package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.cli.Main;
import io.longshore.standalone.stack.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The client as a user has it: a program called {@code ./longshore} in a shell. */
final class ClientScript {

  private static final int HEAP_MEGABYTES = 128;
  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;

  /** Writes the program into a folder, which is where its lines will be run. */
  ClientScript(Path folder) throws IOException {
    this.folder = folder;
    var words = new JavaCommand(HEAP_MEGABYTES).main(Main.class.getName());
    var command = words.stream().map(ClientScript::quoted).collect(Collectors.joining(" "));
    var script =
        Files.writeString(folder.resolve("longshore"), "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * What a line did.
   *
   * @param code its exit code
   * @param out what it printed on standard output
   * @param err what it said beside that
   */
  record Result(int code, String out, String err) {}

  /** Runs a line of shell, in which no variable says where the API is. */
  Result run(String line) throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "out", ".txt");
    var err = Files.createTempFile(folder, "err", ".txt");
    var builder =
        new ProcessBuilder("sh", "-c", line)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("LONGSHORE_ENDPOINT");
    var process = builder.start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(ended).as(line + "\n" + Files.readString(err)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Runs a line of shell that must go well, and gives back all that it said. */
  String well(String line) throws IOException, InterruptedException {
    var result = run(line);
    assertThat(result.code()).as(line + "\n" + result).isZero();
    return result.out() + result.err();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
