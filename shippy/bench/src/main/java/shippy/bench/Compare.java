package shippy.bench;

import java.nio.file.Path;
import java.util.List;
import shippy.bench.report.Report;
import shippy.bench.report.ReportChange;
import shippy.problem.ProblemException;

/** Prints what changed from one report to another: {@code Compare OLD NEW}. */
public final class Compare {
  private Compare() {}

  public static void main(String[] args) {
    List<String> files = List.of(args);
    if (files.size() != 2) {
      System.err.println("make bench-compare OLD=old.json NEW=new.json (expected: two reports)");
      System.exit(64);
    }
    try {
      Report older = Report.read(Path.of(files.get(0)));
      Report newer = Report.read(Path.of(files.get(1)));
      System.out.print(ReportChange.between(older, newer).table());
    } catch (ProblemException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
