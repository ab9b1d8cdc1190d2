package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.process.OrphanProcesses.Stopped;

class OrphanProcessesTest {
  private final List<Process> started = new ArrayList<>();
  @TempDir private Path state = Path.of("");

  @AfterEach
  void killAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void nothing_noted_is_nothing_to_stop() {
    assertThat(stop()).isEmpty();
  }

  @Test
  void programs_of_a_run_that_is_gone_are_ended_and_its_file_removed() throws Exception {
    Process sleeper = sleeper();
    note("vessel", sleeper.pid(), Instant.now());

    assertThat(stop()).containsExactly(new Stopped("vessel", sleeper.pid(), false));
    assertThat(sleeper.isAlive()).isFalse();
    assertThat(runs()).isEmptyDirectory();
    assertThat(stop()).isEmpty();
  }

  @Test
  void process_that_took_over_a_number_is_left_alone() throws Exception {
    Process other = sleeper();
    note("vessel", other.pid(), Instant.now().minusSeconds(3600));

    assertThat(stop()).isEmpty();
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void damaged_file_stops_nothing_and_is_removed() throws Exception {
    Files.createDirectories(runs());
    Files.writeString(runs().resolve("1.pids"), "1 -9 x\n99999999999999999999 1 y\n\u0000");

    assertThat(stop()).isEmpty();
    assertThat(runs()).isEmptyDirectory();
  }

  @Test
  void run_notes_itself_and_what_still_runs() throws Exception {
    Process first = sleeper();
    Process second = sleeper();
    RunFile file = RunFile.mine(runs());

    file.note(RunFile.RUN, ProcessHandle.current().pid());
    file.note("vessel", first.pid());
    first.destroyForcibly().waitFor();
    file.note("vessel", second.pid());
    file.noteControl("http://127.0.0.1:8080/");

    assertThat(file.read())
        .extracting(ProcessRecord::pid)
        .containsExactly(ProcessHandle.current().pid(), second.pid());
    assertThat(file.control()).contains("http://127.0.0.1:8080/");
    file.delete();
    file.delete();
    assertThat(file.read()).isEmpty();
  }

  private List<Stopped> stop() {
    return OrphanProcesses.of(Map.of("XDG_STATE_HOME", state.toString()), Clock.system()).stop();
  }

  private Path runs() {
    return state.resolve("shippy").resolve("run");
  }

  private void note(String name, long pid, Instant start) throws IOException {
    Files.createDirectories(runs());
    String line = new ProcessRecord(name, pid, start).line();
    Files.writeString(runs().resolve("1.pids"), line + "\n");
  }

  private Process sleeper() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    started.add(process);
    return process;
  }
}
