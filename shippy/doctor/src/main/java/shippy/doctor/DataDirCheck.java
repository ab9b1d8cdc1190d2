package shippy.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import shippy.config.Config;
import shippy.config.DataDirectory;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** Whether services can write to their data directory, and how much space is left. */
record DataDirCheck(Config config) implements Check {
  private static final long MIB = 1024 * 1024;
  private static final long LITTLE = 256 * MIB;
  private static final long TOO_LITTLE = 16 * MIB;
  private static final Problem.Fix ELSEWHERE =
      new Problem.Fix("--data_dir=DIRECTORY", "another one, that this user may write");

  @Override
  public String subject() {
    return "data_dir";
  }

  @Override
  public List<Finding> look() {
    Path wanted = DataDirectory.of(config);
    Path there = existing(wanted);
    if (!Files.isDirectory(there)) {
      return List.of(fail(there + ": no directory", ELSEWHERE));
    }
    try {
      FileStore disk = Files.getFileStore(there);
      return List.of(
          Files.isWritable(there) ? writable(wanted, there, disk) : readOnly(there, disk));
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "%s: %s".formatted(there, e.getMessage()))
          .withFix(ELSEWHERE)
          .toException(e);
    }
  }

  private Finding writable(Path wanted, Path there, FileStore disk) throws IOException {
    long free = disk.getUsableSpace();
    String detail =
        "%s: writable%s, %,d MiB free"
            .formatted(wanted, wanted.equals(there) ? "" : " (will be made)", free / MIB);
    Problem.Fix fix = new Problem.Fix("df -h " + there, "make room there, or --data_dir=DIRECTORY");
    if (free < TOO_LITTLE) {
      return fail(detail, fix);
    }
    return free < LITTLE ? warn(detail, fix) : pass(detail);
  }

  private Finding readOnly(Path there, FileStore disk) {
    if (disk.isReadOnly()) {
      // "path (device)", the only way to its path
      String mount = disk.toString().replaceFirst(" \\(.*\\)$", "");
      return fail(
          there + ": its file system is mounted read-only",
          new Problem.Fix("mount -o remount,rw " + mount, "or --data_dir=DIRECTORY elsewhere"));
    }
    return fail(there + ": this user may not write it", ELSEWHERE);
  }

  /** The directory itself, or the nearest one above it. */
  private static Path existing(Path path) {
    Path parent = path.getParent();
    return Files.exists(path) || parent == null ? path : existing(parent);
  }
}
