package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.protobuf.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;

/** A container of an image on a host of a test network. Not thread-safe. */
final class ImageContainer implements AutoCloseable {
  /** Stops itself, so that what follows runs within limits from its first instruction on. */
  private static final List<String> HELD =
      List.of("/bin/sh", "-c", "kill -STOP $$; exec \"$@\"", "-");

  private final Images images;
  private final String id;
  private final CommandHarness buildah;
  private final List<String> entrypoint;
  private Optional<RunningCommand> running = Optional.empty();
  private Optional<ProcessHandle> process = Optional.empty();

  ImageContainer(Images images, String image, Namespace host) {
    this.images = images;
    id = images.printed("from", "--pull-never", image);
    buildah = images.elsewhere().on(host);
    entrypoint = entrypoint(images, image);
  }

  /** What an image starts. */
  static List<String> entrypoint(Images images, String image) {
    Value config = Json.value(images.printed("inspect", "--type=image", image));
    return Json.list(Json.member(Json.member(config, "Docker"), "config"), "Entrypoint").stream()
        .map(Value::getStringValue)
        .toList();
  }

  /** Runs another program of the image to its end. */
  Result run(Map<String, String> env, String... command) {
    return buildah.run(arguments(env, List.of(command)));
  }

  /** Starts what the image starts, within a limit of memory. */
  RunningCommand start(Map<String, String> env, MemoryCgroup limit) throws IOException {
    List<String> command = new ArrayList<>(HELD);
    command.addAll(entrypoint);
    RunningCommand started = buildah.start(arguments(env, command));
    running = Optional.of(started);
    eventually(
        Sandbox.START,
        () -> {
          assertThat(started.isAlive()).as(started.stderr()).isTrue();
          process =
              ProcessHandle.of(started.pid()).stream()
                  .flatMap(ProcessHandle::descendants)
                  .filter(ImageContainer::isHeld)
                  .findFirst();
          assertThat(process).isPresent();
        });
    limit.add(pid());
    Runtime.getRuntime().exec(new String[] {"kill", "-CONT", Long.toString(pid())});
    return started;
  }

  /** Its process, as this machine sees it. */
  long pid() {
    return process.orElseThrow().pid();
  }

  /** Sends its process SIGTERM, as container engines do, and returns how long it took to end. */
  Duration stop() {
    Supplier<Duration> stopping = Clock.system().stopwatch();
    assertThat(process.orElseThrow().destroy()).isTrue();
    assertThat(running.orElseThrow().exitCode(Sandbox.START)).isZero();
    return stopping.get();
  }

  /** The files that the user of the image has, but for its data. */
  List<Path> written() {
    Path root = Path.of(images.printed("mount", id));
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> !file.startsWith(root.resolve("data")))
          .filter(ImageContainer::isOfItsUser)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (buildah) {
      process.ifPresent(ProcessHandle::destroyForcibly);
    }
    images.printed("rm", id);
  }

  private String[] arguments(Map<String, String> env, List<String> command) {
    List<String> words = new ArrayList<>(List.of("run", "--isolation=chroot"));
    env.forEach((name, value) -> Collections.addAll(words, "--env", name + "=" + value));
    Collections.addAll(words, id, "--");
    words.addAll(command);
    return words.toArray(String[]::new);
  }

  private static boolean isHeld(ProcessHandle process) {
    try {
      String status = Files.readString(Path.of("/proc/%d/status".formatted(process.pid())));
      return status.contains("\nState:\tT");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static boolean isOfItsUser(Path file) {
    try {
      return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(65532);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
