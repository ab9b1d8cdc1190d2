package shippy.testkit.etcd;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.testkit.Prerequisite;

/** The {@code etcd} to test with, and the {@code etcdctl} that belongs to it. */
record EtcdPrograms(Path etcd, Path etcdctl) {
  private static final String MISSING =
      "no etcd found: not in -Dshippy.etcd, on the PATH or in .cache/etcd; run .ci/etcd once";

  /** The first of: property {@code shippy.etcd}, PATH, {@code .cache/etcd} here or further up. */
  static EtcdPrograms find() {
    Optional<Path> etcd =
        Optional.ofNullable(System.getProperty("shippy.etcd"))
            .map(Path::of)
            .or(() -> onPath("etcd"))
            .or(EtcdPrograms::cached);
    return etcd.flatMap(EtcdPrograms::withControl).orElseThrow(() -> Prerequisite.missing(MISSING));
  }

  private static Optional<EtcdPrograms> withControl(Path etcd) {
    return Optional.of(etcd.resolveSibling("etcdctl"))
        .filter(Files::isExecutable)
        .or(() -> onPath("etcdctl"))
        .map(control -> new EtcdPrograms(etcd, control));
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> cached() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve(Path.of(".cache", "etcd", "etcd")))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
