#!/usr/bin/env bash
# Java's WatchService never names the file whose ConfigMap has changed.
#
# One would guess: a program that watches the folder of /etc/config/app.yaml and filters the events by
# the name app.yaml, as most examples do, sees each change.
# What happens: the kubelet mounts app.yaml -> ..data/app.yaml and ..data -> ..2026_1, and a change is a
# rename over ..data. The events name ..data and the folders beside it. So any event of the folder has to
# make the program look; and registering the real folder instead (toRealPath) sees its deletion, once.
# Source: kubernetes pkg/volume/util/atomic_writer.go; sun.nio.fs.LinuxWatchService.
#
# Seen with Java 17 and 25: the three lines at the end.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat > "$dir/Watch.java" <<'X'
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import static java.nio.file.StandardWatchEventKinds.*;

class Watch {
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectory(Path.of(args[0], "config"));
    version(folder, "..2026_1", "a: 1");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_1"));
    Path file = Files.createSymbolicLink(folder.resolve("app.yaml"), Path.of("..data/app.yaml"));
    WatchService service = folder.getFileSystem().newWatchService();
    folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
    version(folder, "..2026_2", "a: 2");
    Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_2"));
    Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    Set<String> named = new TreeSet<>();
    for (WatchKey key; (key = service.poll(1, TimeUnit.SECONDS)) != null; key.reset()) {
      key.pollEvents().forEach(event -> named.add(event.context().toString()));
    }
    System.out.println("content: " + Files.readString(file));
    System.out.println("named by events: " + named);
    System.out.println("app.yaml is named: " + named.contains("app.yaml"));
  }

  static void version(Path folder, String name, String text) throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("app.yaml"), text);
  }
}
X
java "$dir/Watch.java" "$dir"
# content: a: 2
# named by events: [..2026_2, ..data, ..data_tmp]
# app.yaml is named: false
