package shippy.tutorial;

import java.util.List;
import java.util.stream.Stream;
import shippy.problem.ExitCode;

/** The steps of the tutorial, in order. */
final class Lessons {
  private static final String CLI = "consignment-cli";
  private static final String SHIPPY = "shippy";

  private Lessons() {}

  static List<Lesson> all() {
    return Stream.of(finding(), using(), breaking(), checking()).flatMap(List::stream).toList();
  }

  private static List<Lesson> finding() {
    return List.of(
        new Lesson(
            "Start two services",
            """
            'shippy run' starts vessel-service, which knows ships and what they can still
            carry, and consignment-service, which books cargo on them. Each takes any free
            port: they find each other by name. It ends them again on Ctrl-C.""",
            new Lesson.Action.Start(List.of(SHIPPY, "run"))),
        Lesson.run(
            "Who is there?",
            """
            A service registers its name when it can serve. This registry is mDNS: each
            answers for itself, nothing was installed. 'shippy help registries' has more.""",
            SHIPPY,
            "list",
            "services"),
        Lesson.run(
            "Where is it?",
            "Under one name there may be many instances. Calls go to all of them in turn.",
            SHIPPY,
            "get",
            "service",
            "shippy.service.vessel"));
  }

  private static List<Lesson> using() {
    return List.of(
        Lesson.run(
            "Send a consignment",
            """
            The file is JSON. The command line finds consignment-service by name, which
            finds vessel-service by name and books the ship that fits best.""",
            CLI,
            "consignment.json"),
        Lesson.run(
            "Capacity is real",
            "What is booked is used up, and no ship is ever overbooked.",
            CLI,
            "vessels"),
        Lesson.run(
            "For scripts",
            """
            Results go to standard output, all else to standard error. -o json is for
            programs, and the exit code says how it went: 'shippy help exit-codes'.""",
            CLI,
            "list",
            "-o",
            "json"));
  }

  private static List<Lesson> breaking() {
    return List.of(
        new Lesson(
            "Kill one",
            """
            kill -9 leaves no time for a goodbye: the registry still believes in it.
            'shippy run' starts it again, on another port.""",
            new Lesson.Action.Kill("vessel-service.jar")),
        Lesson.run(
            "Nothing is lost",
            """
            What you were told is on disk. Clients leave the dead instance out and find the
            new one by themselves.""",
            CLI,
            "vessels"),
        new Lesson(
            "Make a mistake",
            "Errors say what was wrong and what to try. The exit code here is 2: wrong usage.",
            new Lesson.Action.Run(ExitCode.USAGE.number(), List.of(SHIPPY, "lst", "services"))));
  }

  private static List<Lesson> checking() {
    return List.of(
        Lesson.run(
            "Do both agree?",
            """
            Two services keep two databases. 'shippy fsck' asks both for everything and
            compares, while they work.""",
            SHIPPY,
            "fsck"),
        Lesson.run(
            "When something does not work",
            """
            'shippy doctor' tries what services need and says how to put right what is
            missing. The instance that was killed may still be known for 20 s.""",
            SHIPPY,
            "doctor"));
  }
}
