package shippy.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Where this process is in the hierarchy of control groups that a controller belongs to: one of its
 * own (v1), or the unified one (v2).
 *
 * @param top the uppermost group that can be seen
 * @param own the group of this process
 */
record CgroupHierarchy(boolean unified, Path top, Path own) {

  /**
   * The one of a controller, such as {@code memory}.
   *
   * @param proc the folder of this process, with {@code mountinfo} and {@code cgroup}
   */
  static CgroupHierarchy of(String controller, Path proc) throws IOException {
    List<String[]> mounts =
        Files.readAllLines(proc.resolve("mountinfo")).stream().map(l -> l.split(" ")).toList();
    List<String> groups = Files.readAllLines(proc.resolve("cgroup"));
    Optional<CgroupHierarchy> older =
        mounts.stream()
            .filter(m -> type(m).equals("cgroup") && has(m[m.length - 1], controller))
            .findFirst()
            .flatMap(m -> at(m, groups, controller));
    return older
        .or(
            () ->
                mounts.stream()
                    .filter(m -> type(m).equals("cgroup2"))
                    .findFirst()
                    .flatMap(m -> at(m, groups, "")))
        .orElseThrow(() -> new IOException("there are no control groups for " + controller));
  }

  private static String type(String[] mount) {
    return mount[mount.length - 3];
  }

  /** A mount in a container may show a part only, named by its fourth field. */
  private static Optional<CgroupHierarchy> at(
      String[] mount, List<String> groups, String controller) {
    Path shown = Path.of(mount[3]);
    Path top = Path.of(mount[4]);
    return groups.stream()
        .map(line -> line.split(":", 3))
        .filter(group -> has(group[1], controller))
        .map(group -> Path.of(group[2]))
        .map(group -> group.startsWith(shown) ? top.resolve(shown.relativize(group)) : top)
        .map(own -> new CgroupHierarchy(controller.isEmpty(), top, own))
        .findFirst();
  }

  private static boolean has(String words, String word) {
    return Stream.of(words.split(",")).anyMatch(word::equals);
  }

  /**
   * The nearest group that may have more below it. With v2 that is seldom the one of this process:
   * a group with processes hands no controllers on, except the uppermost of the machine.
   */
  Path parent(Set<String> controllers) throws IOException {
    if (!unified) {
      if (!Files.isWritable(own)) {
        throw new IOException(own + " is not writable");
      }
      return own;
    }
    try {
      handOn(own, controllers);
    } catch (IOException e) {
      LoggerFactory.getLogger(CgroupHierarchy.class).debug("{} hands nothing on", own, e);
    }
    for (Path at = own; at != null && at.startsWith(top); at = at.getParent()) {
      String handedOn = Files.readString(at.resolve("cgroup.subtree_control"));
      if (Set.of(handedOn.trim().split("\\s+")).containsAll(controllers)
          && Files.isWritable(at.resolve("cgroup.procs"))) {
        return at;
      }
    }
    throw new IOException(
        "%s and those above hand on no %s".formatted(own, String.join(" and ", controllers)));
  }

  /** Lets the groups below have controllers. */
  static void handOn(Path group, Set<String> controllers) throws IOException {
    Files.writeString(
        group.resolve("cgroup.subtree_control"), "+" + String.join(" +", controllers));
  }
}
